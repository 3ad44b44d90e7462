"""The application that gunicorn serves."""

from marketplace import create_app

app = create_app()

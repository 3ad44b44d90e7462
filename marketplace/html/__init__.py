"""What belongs to HTML: languages, forms, formats, the frame around every page."""

from flask import Flask

from marketplace.html.addresses import install_addresses
from marketplace.html.frame import install_frame
from marketplace.html.markdown import install_markdown
from marketplace.html.once import Once
from marketplace.html.refusals import install_refusals
from marketplace.html.statics import install_statics
from marketplace.html.translations import install_translations


def install_html(app: Flask) -> None:
    """Give the application what its pages share."""
    app.jinja_env.add_extension(Once)
    install_translations(app)
    install_addresses(app)
    install_statics(app)
    install_frame(app)
    install_markdown(app)
    install_refusals(app)

import pytest

from marketplace.imports.qualifications import degree_asked, degree_level, years_asked


@pytest.mark.parametrize(
    ("text", "degree"),
    [
        ("任职要求：1、本科及以上学历，物理专业；", "bachelor"),
        ("大专以上学历，本科优先", "associate"),
        ("硕士及以上学位；博士优先", "master"),
        ("学历要求：本科", "bachelor"),
        ("中专/高中及以上学历", "secondary"),
        ("本科及以上学历；研究岗位硕士以上", None),
        ("薪资：本科6千起，硕士以上：1万起", None),
        ("有经验者可降低学历要求", None),
        ("- Bachelor’s degree in physics (Master’s is a plus)", "bachelor"),
        ("Bachelor's or Master's degree in chemistry", "bachelor"),
        ("BS/MS in Computer Science", "bachelor"),
        ("PhD in molecular biology required.", "doctor"),
        ("Must have a Master's degree.", "master"),
        ("Bachelor's degree or equivalent experience", None),
        ("Master's degree preferred", None),
        ("Skilled in MS Office and MS Project is required", None),
        ("Certified scrum master required", None),
        ("Our team holds PhD degrees from many places", None),
        ("Currently pursuing a Bachelor's degree", None),
    ],
)
def test_a_degree_is_read_where_the_text_is_clear(text: str, degree: str | None) -> None:
    assert degree_asked(text) == degree


@pytest.mark.parametrize(
    ("text", "years"),
    [
        ("3年以上相关工作经验", 3),
        ("3-5年开发经验", 3),
        ("两年以上工艺经验；一年以上管理经验", 1),
        ("工作经验5年以上", 5),
        ("审判经验10年以上者优先", None),
        ("工作满一年皆有7天带薪休假", None),
        ("2015年成立", None),
        ("5+ years of experience with optics", 5),
        ("Minimum 4 years of hands-on experience", 4),
        ("3–5 years of professional experience", 3),
        ("2 years of experience preferred", None),
        ("With 40 years of experience the company leads its field", None),
        ("We bring 12 years of experience", None),
        ("BS with 5+ years of experience, MS with 3+ years of experience", 3),
    ],
)
def test_years_are_read_where_the_text_is_clear(text: str, years: int | None) -> None:
    assert years_asked(text) == years


@pytest.mark.parametrize(
    ("name", "level"),
    [
        ("PhD", "doctor"),
        ("Doctor of Philosophy", "doctor"),
        ("M.Sc.", "master"),
        ("Master", "master"),
        ("Bachelor of Engineering", "bachelor"),
        ("B.S.", "bachelor"),
        ("硕士研究生", "master"),
        ("Associate's degree", "associate"),
        ("High School Diploma", "secondary"),
        ("Certificate of attendance", None),
    ],
)
def test_a_degree_has_a_level(name: str, level: str | None) -> None:
    assert degree_level(name) == level

import re

import pytest

from marketplace.roles.wording import discriminatory_asking, discriminatory_wording, load_wording

FORBIDDEN = [
    ("sex", "Are you male or female?", "Are you male"),
    ("sex", "Gender", "Gender"),
    ("sex", "您是男是女？", "是男是女"),
    ("sex", "性别：", "性别"),
    ("age", "How old are you?", "How old are you"),
    ("age", "Age?", "Age"),
    ("age", "What is your date of birth?", "date of birth"),
    ("age", "Are you under 35?", "you under 35"),
    ("age", "您今年多大？", "您今年多大"),
    ("age", "請填寫您的年齡", "您的年齡"),
    ("age", "您属什么生肖？", "属什么生肖"),
    ("age", "您是否已满 35 岁？", "您是否已满 35 岁"),
    ("ethnicity", "What is your ethnicity?", "your ethnicity"),
    ("ethnicity", "Are you Han?", "Are you Han"),
    ("ethnicity", "您是什么民族？", "是什么民族"),
    ("ethnicity", "是否为少数民族？", "是否为少数民族"),
    ("nationality", "What is your nationality?", "your nationality"),
    ("nationality", "Are you a Chinese citizen?", "Are you a Chinese citizen"),
    ("nationality", "Which country are you from?", "Which country are you from"),
    ("nationality", "您的国籍？", "您的国籍"),
    ("nationality", "您来自哪个国家？", "来自哪个国家"),
    ("religion", "What is your religion?", "your religion"),
    ("religion", "Are you Muslim?", "Are you Muslim"),
    ("religion", "您有宗教信仰吗？", "您有宗教信仰"),
    ("religion", "您信什么教？", "信什么教"),
    ("marriage", "What is your marital status?", "marital status"),
    ("marriage", "Are you married or unmarried?", "Are you married"),
    ("marriage", "Are you single?", "Are you single"),
    ("marriage", "您结婚了吗？", "您结婚"),
    ("marriage", "是否有男朋友？", "是否有男朋友"),
    ("fertility", "Do you have children?", "Do you have children"),
    ("fertility", "Do you plan to have children soon?", "Do you plan to have children"),
    ("fertility", "Are you pregnant?", "Are you pregnant"),
    ("fertility", "您有孩子吗？", "您有孩子"),
    ("fertility", "您近期有生育计划吗？", "生育计划"),
    ("fertility", "三年内是否打算要孩子？", "年内是否打算要孩子"),
    ("health", "Do you have any physical or mental disabilities?", None),
    ("health", "Do you have a chronic illness?", "Do you have a chronic illness"),
    ("health", "What is your height?", "your height"),
    ("health", "您是否患有慢性病？", "是否患有慢性病"),
    ("health", "有无传染病史？", "有无传染病"),
    ("health", "身体健康状况", "身体健康状况"),
    ("origin", "Is your hukou rural?", "hukou"),
    ("origin", "是否本地户口？", "本地户口"),
    ("origin", "您的籍贯", "您的籍贯"),
]
FAIR = [
    "How many years have you worked with surface codes?",
    "Do you have experience with infectious diseases?",
    "Do you have any infectious disease experience?",
    "Do you have children's hospital experience?",
    "Do you have a family of optimisers in mind?",
    "How old is the code base that you maintained?",
    "Which country are you based in now?",
    "Do you need a visa to work in China?",
    "Are you engaged in open-source work?",
    "Are you single-minded about testing?",
    "Are you over 30 percent done with your thesis?",
    "Are you 18 or older?",
    "Are you expecting to graduate this year?",
    "Do you have a partner in industry for this project?",
    "Tell us of a race condition that you found.",
    "Gender bias in models: what did you do about it?",
    "Regardless of your age or sex: what drives you?",
    "Please do not state your age. What do you like?",
    "您做过几年量子纠错？",
    "您最早何时可以入职？",
    "您是否有传染病研究经验？",
    "您是否研究过艾滋病？",
    "您是否有糖尿病药物经验？",
    "有没有对象存储的经验？",
    "您处理过的最大数据量多大？",
    "您负责过少数民族地区的项目吗？",
    "是否有儿童用药研发经验？",
    "是否需要子女入学支持？",
    "请勿填写年龄、婚育等信息。您的研究方向是什么？",
]


@pytest.mark.parametrize(("ground", "text", "quote"), FORBIDDEN)
def test_what_no_employer_may_ask_is_found_in_its_words(
    ground: str, text: str, quote: str | None
) -> None:
    found = [*discriminatory_wording(text), *discriminatory_asking(text)]
    assert {finding.ground for finding in found} == {ground}
    assert quote is None or quote in [finding.quote for finding in found]
    assert all(finding.quote in text for finding in found)


@pytest.mark.parametrize("text", FAIR)
def test_what_is_a_matter_of_the_job_may_be_asked(text: str) -> None:
    assert discriminatory_wording(text) == []
    assert discriminatory_asking(text) == []


def test_every_ground_is_asked_about_in_both_languages() -> None:
    for chinese in (True, False):
        texts = [
            case for case in FORBIDDEN if bool(re.search("[\u4e00-\u9fff]", case[1])) is chinese
        ]
        assert {ground for ground, _, _ in texts} == set(load_wording("questions").grounds)


def test_what_wording_says_already_is_not_said_twice() -> None:
    text = "Do you plan to have children, and what is your age?"
    assert [finding.ground for finding in discriminatory_wording(text)] == ["fertility"]
    assert [finding.ground for finding in discriminatory_asking(text)] == ["age"]

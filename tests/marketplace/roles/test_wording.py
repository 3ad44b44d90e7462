import re
import time
from pathlib import Path

import pytest
import yaml

from marketplace.roles import wording
from marketplace.roles.wording import Finding, discriminatory_asking, discriminatory_wording

REFUSED = [
    ("sex", "Male only.", "Male only"),
    ("sex", "Male candidates preferred", "Male candidates preferred"),
    ("sex", "We are looking for a young lady for the front desk", "looking for a young lady"),
    ("sex", "This post is open to women-only", "women-only"),
    ("sex", "Gender: Female. Two posts.", "Gender: Female"),
    ("sex", "The researcher must be a man.", "must be a man"),
    ("sex", "Heavy work, not suitable for women", "not suitable for women"),
    ("sex", "Women need not apply", "Women need not apply"),
    ("sex", "Ｍａｌｅ　ｏｎｌｙ", "Ｍａｌｅ　ｏｎｌｙ"),
    ("sex", "We prefer men for night shifts", "prefer men"),
    ("sex", "Regardless of experience, ladies preferred", "ladies preferred"),
    ("age", "Applicants must be under 35.", "Applicants must be under 35"),
    ("age", "Candidates aged 25-35", "Candidates aged 25-35"),
    ("age", "Age limit: 40", "Age limit: 40"),
    ("age", "Age: 25 to 35", "Age: 25 to 35"),
    ("age", "no older than 45 years", None),
    ("age", "not older than 30", "not older than 30"),
    ("age", "We are hiring young people", "hiring young people"),
    ("age", "Born after 1990 please", "Born after 1990"),
    ("age", "Nobody over 40", "Nobody over 40"),
    ("age", "Young and energetic team players; young candidates preferred", None),
    ("age", "Digital natives only", "Digital natives only"),
    ("ethnicity", "Han Chinese only", "Han Chinese only"),
    ("ethnicity", "White teachers preferred", "White teachers preferred"),
    ("ethnicity", "Caucasian preferred", "Caucasian preferred"),
    ("ethnicity", "No Africans", "No Africans"),
    ("ethnicity", "A western-looking face of our brand", "western-looking"),
    ("ethnicity", "Ethnicity: Han", "Ethnicity: Han"),
    ("religion", "Christians preferred", "Christians preferred"),
    ("religion", "No Muslims", "No Muslims"),
    ("religion", "You must be a practising Catholic", "must be a practising Catholic"),
    ("religion", "Candidates without religious beliefs", "without religious beliefs"),
    ("religion", "Non-religious candidates", "Non-religious candidates"),
    ("marriage", "Unmarried staff live on campus", "Unmarried"),
    ("marriage", "Candidates must be single", "Candidates must be single"),
    ("marriage", "Please state your age and marital status", None),
    ("marriage", "Marital status: single", "Marital status: single"),
    ("marriage", "Married applicants preferred", None),
    ("fertility", "You must not become pregnant in the first year", "not become pregnant"),
    ("fertility", "With no plans to have children", "no plans to have children"),
    ("fertility", "A negative pregnancy test is needed", "negative pregnancy test"),
    ("fertility", "Applicants without children", "Applicants without children"),
    ("fertility", "Mothers need not apply", "Mothers need not apply"),
    ("fertility", "Do you plan to have children?", "Do you plan to have children"),
    ("sex", "限男性", "限男性"),
    ("sex", "本岗位仅限女生应聘", "仅限女生"),
    ("sex", "男士优先，需要加班", "男士优先"),
    ("sex", "性别：男", "性别：男"),
    ("sex", "不招女性", "不招女性"),
    ("sex", "诚聘女助理两名", "诚聘女助理"),
    ("sex", "该工作不适合女性", "不适合女性"),
    ("sex", "女士勿投", "女士勿投"),
    ("sex", "同等条件下优先录用男性", "优先录用男性"),
    ("age", "年龄不超过35周岁", "年龄不超过35"),
    ("age", "三十五人团队，要求30岁以下", "30岁以下"),
    ("age", "年龄：25-35岁", "年龄：25-35"),
    ("age", "18-40周岁，身体健康", "18-40周岁"),
    ("age", "95后优先", "95后优先"),
    ("age", "年轻人优先", "年轻人优先"),
    ("age", "大龄勿扰", "大龄勿扰"),
    ("age", "1990年1月1日以后出生", "1990年1月1日以后出生"),
    ("age", "年齡限３５歲以下", "年齡限３５"),
    ("age", "任职资格：1.19―35周岁", "19―35周岁"),
    ("age", "2、35岁以上", "35岁以上"),
    ("sex", "任职资格：1、女，形象好", "女"),
    ("ethnicity", "仅限汉族", "仅限汉族"),
    ("ethnicity", "民族：汉族", "民族：汉"),
    ("ethnicity", "不招少数民族", "不招少数民族"),
    ("ethnicity", "白人外教优先，欧美面孔", "欧美面孔"),
    ("religion", "无宗教信仰", "无宗教信仰"),
    ("religion", "基督徒优先", "基督徒优先"),
    ("religion", "有宗教信仰者勿投", "有宗教信仰者勿投"),
    ("religion", "不招穆斯林", "不招穆斯林"),
    ("marriage", "未婚优先", "未婚优先"),
    ("marriage", "须未婚", "须未婚"),
    ("marriage", "已婚已育者优先", "已婚已育"),
    ("marriage", "婚姻状况：单身", "婚姻状况：单身"),
    ("marriage", "请在简历中注明婚育状况", "注明婚育状况"),
    ("fertility", "两年内不得怀孕", "年内不得怀孕"),
    ("fertility", "近期无生育计划", "无生育计划"),
    ("fertility", "孕妇勿投", "孕妇勿投"),
    ("fertility", "请说明是否有生育计划", "是否有生育计划"),
    ("fertility", "已育女性优先", "已育女性优先"),
]
ALLOWED = [
    "Solder the male connector and check the female plug",
    "Male SMA and female SMP connectors only",
    "The fitting must be female; tapered male threads",
    "Male and female candidates are equally welcome",
    "We model the age of the universe, 13.8 billion years",
    "Our aging research studies old mice",
    "Ageing of devices at 35 °C under 40 V",
    "Grow single-crystal silicon; the crystal must be single-phase",
    "Samples must be single cells",
    "Find each race condition in the scheduler",
    "Mandarin and English at a professional level; native speakers welcome",
    "All are welcome regardless of sex, age, ethnicity, religion or marital status.",
    "Equal opportunity: irrespective of gender, married or unmarried, pregnant or not",
    "We do not discriminate on the grounds of race, religion, age or sex",
    "Women are encouraged to apply",
    "Gender-equality statement: half of our researchers are women",
    "A women's health cohort; pregnancy complications research",
    "Patients aged 25-35 were included in the trial",
    "Participants must not be pregnant during the study",
    "Female mice only were used; male rats followed",
    "Latency must be under 35 ms and error below 40 nm",
    "Engineers with between 10 and 15 years of experience",
    "White papers only; black box testing; black only finish",
    "A tree node with one parent and no children",
    "Housing for families with or without children; unmarried partners are covered",
    "Maternity leave is 158 days; school for children",
    "Christian Doppler effect in spectra",
    "The university has no religious affiliation",
    "A single point of contact, single-threaded by design",
    "You should be single-minded about quality",
    "Stars younger than 30 million years",
    "Please do not state your age or marital status",
    "Young scientists programme of the academy",
    "A team of engineers over 30 sites; staff in over 40 countries",
    "Speaker verification for female voices; male infertility genetics",
    "The company was founded by two women in 2014",
    "Minimum age 18 for shift work; at least 18 years old",
    "Files aged out after 30 days; no older than 24 hours",
    "Manpower planning and human resources",
    "Asian languages; African markets; European standards preferred",
    "Tomen only exports; amenable staff; preferment",
    "We value work-life balance and family life",
    "女性健康与生殖医学研究员",
    "男女不限，性别不限",
    "不限性别、年龄、民族、婚育",
    "子女优先入学，提供子女教育补贴",
    "提供单身公寓与家属住房",
    "宇宙年龄为138亿年，岩石年龄为25亿年",
    "年龄相关性黄斑变性的基因治疗",
    "受试者年龄18-65岁",
    "患者以男性为主，招募女性受试者",
    "少数民族地区新能源项目，民族药研究",
    "尊重员工宗教信仰，无宗教信仰限制",
    "无论婚否，一律平等",
    "生育津贴、产假、陪产假与哺乳室",
    "孕妇无创产前检测技术，妊娠期糖尿病研究",
    "已育成三个水稻新品种，未育成者继续试验",
    "极限男子组赛事数据平台",
    "年满18周岁以上即可报名",
    "青年科技人才项目，团队年轻有活力",
    "公母连接器与阳极氧化工艺",
    "工作地点不限，汉语水平HSK4，汉族服饰数据集",
    "竞态条件排查，单晶硅生长，单细胞测序",
    "应聘者男女均可，未婚已婚均可",
    "辅助生殖与不孕不育研究，男性不育机制",
    "反应温度低于30摄氏度，良率在95%以上",
]


@pytest.mark.parametrize(("ground", "text", "quote"), REFUSED)
def test_a_demand_is_found_with_its_ground_and_words(
    ground: str, text: str, quote: str | None
) -> None:
    found = [finding for finding in discriminatory_wording(text) if finding.ground == ground]
    assert found
    assert quote is None or quote in [finding.quote for finding in found]
    assert all(finding.quote in text for finding in found)


@pytest.mark.parametrize("text", ALLOWED)
def test_topics_plugs_and_promises_are_no_demand(text: str) -> None:
    assert discriminatory_wording(text) == []


def test_every_ground_is_found_in_both_languages() -> None:
    for chinese in (True, False):
        texts = [case for case in REFUSED if bool(re.search("[\u4e00-\u9fff]", case[1])) is chinese]
        assert {ground for ground, _, _ in texts} == set(wording.load_wording().grounds)


def test_several_texts_give_each_finding_once() -> None:
    found = discriminatory_wording("Male only.", "35岁以下", "Male only")
    assert found == [Finding("sex", "Male only"), Finding("age", "35岁以下")]


def test_invisible_signs_hide_nothing() -> None:
    assert discriminatory_wording("男\u200b士\u200b优先") == [Finding("sex", "男士优先")]


def test_no_text_is_no_finding() -> None:
    assert discriminatory_wording() == []
    assert discriminatory_wording("", "   ") == []


def test_no_pattern_repeats_without_a_bound() -> None:
    source = yaml.safe_load(Path(wording.__file__).with_name("wording.yaml").read_text("utf-8"))
    parts = source["parts"].values()
    lists = [each for part in parts for each in (part["allowed"], *part["grounds"].values())]
    patterns = [text for both in lists for language in both.values() for text in language]
    unbounded = [text for text in patterns if re.search(r"(?<!\\)[*+]|\{\d+,\}", text)]
    assert patterns
    assert unbounded == []


@pytest.mark.parametrize(
    "unit",
    ["male ", "a", " ", "\n", "must be ", "no ", "sex, ", "年龄要求", "女性健康", "2", "状况情况"],
)
def test_twenty_thousand_characters_take_no_time(unit: str) -> None:
    text = (unit * 20_000)[:20_000]
    discriminatory_asking("warm up")
    start = time.process_time()
    discriminatory_wording(text, "regardless of " + text, "patients " + text)
    discriminatory_asking(text)
    assert time.process_time() - start < 3

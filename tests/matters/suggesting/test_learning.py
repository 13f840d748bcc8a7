"""What is learnt from letters, and what is made of it."""

import numpy as np
import pytest
from tests.matters.suggesting import corpus

from bihuan.matters.rules.suggesting import classes, figures, routes, storing, suggestion
from bihuan.matters.rules.suggesting.routes import Letter, Routes

REGISTER = corpus.register()


@pytest.fixture(scope="module")
def learnt() -> Routes:
    return routes.learn(REGISTER, corpus.letters())


def _suggested(learnt: Routes, title: str, text: str, **more: object) -> suggestion.Suggested:
    said = {"warmth": 1.0, "confident": 0.5} | more
    return suggestion.unit(learnt, REGISTER, title, text, **said)  # type: ignore[arg-type] # as given


def test_a_road_that_was_met_leads_to_its_area(learnt: Routes) -> None:
    found = _suggested(learnt, "电梯坏了", "柳岸路小区电梯坏了，物业不修，业委会不管。")
    assert found.choices[0].label == "云西区房管局"


def test_a_unit_that_never_answered_is_put_together_from_place_and_function(
    learnt: Routes,
) -> None:
    found = _suggested(learnt, "云北区小学入学", "孩子读小学，学位不够，希望增加班级。")
    assert found.choices[0].label == corpus.UNSEEN
    assert "new" in {reason.kind for reason in found.choices[0].reasons}


def test_the_reasons_name_the_place_the_passages_and_the_like_letters(learnt: Routes) -> None:
    found = _suggested(learnt, "云东区道路破损", "云东区路面坑洼，下雨积水。")
    said = {reason.kind: reason.facts for reason in found.choices[0].reasons}
    assert found.choices[0].label == "云东区建设局"
    assert said["area"] == {"words": "云东区"}
    assert said["like"]["went"] <= said["like"]["of"]  # type: ignore[operator] # both are counts
    words = said["passages"]["words"]
    assert isinstance(words, list)
    assert all(word in "云东区道路破损。云东区路面坑洼,下雨积水。" for word in words)


def test_the_accused_is_never_among_the_choices(learnt: Routes) -> None:
    letter = ("云东区道路破损", "云东区路面坑洼，下雨积水。")
    accused = _suggested(learnt, *letter).choices[0].label
    found = _suggested(learnt, *letter, without={accused})
    assert accused not in {choice.label for choice in found.choices}


def test_nobody_is_chosen_beforehand_below_the_declared_confidence(learnt: Routes) -> None:
    letter = ("云东区道路破损", "云东区路面坑洼，下雨积水。")
    assert _suggested(learnt, *letter, confident=0.999999).chosen == ""
    assert _suggested(learnt, *letter, confident=0.0).chosen == "云东区建设局"


def test_a_letter_unlike_any_other_chooses_nobody(learnt: Routes) -> None:
    assert _suggested(learnt, "", "谢谢").chosen == ""


def test_the_same_letters_make_the_same_bytes(learnt: Routes) -> None:
    again = routes.learn(REGISTER, corpus.letters())
    assert storing.packed(again) == storing.packed(learnt)


def test_what_was_stored_suggests_the_same(learnt: Routes) -> None:
    kept = storing.routes(storing.packed(learnt))
    asked = [("云西区小学入学", "学位不够"), ("石桥镇", "垃圾没有人清运")]
    before, after = learnt.scored(REGISTER, asked), kept.scored(REGISTER, asked)
    assert np.abs(before - after).max() < 0.1
    assert (before.argmax(1) == after.argmax(1)).all()


def test_nothing_stored_is_a_passage_of_a_letter(learnt: Routes) -> None:
    assert "坑洼".encode() not in storing.packed(learnt)


def test_the_figures_come_from_letters_that_were_not_learnt_from() -> None:
    found = figures.of_routes(REGISTER, corpus.letters())
    assert found.letters == len(figures.parted(corpus.letters())[1])
    assert found.first > 0.8
    assert found.first <= found.three


def test_figures_count_a_unit_nobody_could_name_as_wrong() -> None:
    scores = np.log(np.array([[0.7, 0.2, 0.1], [0.1, 0.2, 0.7]]))
    found = figures.figures(scores, np.array([0, -1]))
    assert (found.letters, found.first, found.three) == (2, 0.5, 0.5)


def test_a_class_is_learnt_from_title_and_text() -> None:
    given = [Letter(t, x, c) for c, (t, x) in corpus.WANTS.items() for _ in range(4)]
    known = classes.learn(given)
    found = suggestion.class_(
        known, "入学", "学位不够", warmth=1.0, confident=0.5, known=["教育局", "建设局"]
    )
    assert found.choices[0].label == "教育局"
    assert storing.classes(storing.packed(known)).answered == known.answered


def test_a_class_the_mechanism_no_longer_has_is_not_suggested() -> None:
    given = [Letter(t, x, c) for c, (t, x) in corpus.WANTS.items() for _ in range(4)]
    found = suggestion.class_(
        classes.learn(given), "入学", "学位不够", warmth=1.0, confident=0.5, known=["建设局"]
    )
    assert {choice.label for choice in found.choices} <= {"建设局"}

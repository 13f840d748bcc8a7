"""People, the sealing of their numbers, and the accounts they sign in with."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from tests.parties.cast import AUDITOR, KEEPER, NOW, OFFICER, SECURITY, TODAY
from tests.parties.changes import refused, rows

from bihuan.kernel.refused import Refused
from bihuan.registers.journal.models import Entry, Sealed
from bihuan.registers.parties import actions, queries, secrecy
from bihuan.registers.parties.models import Account, Person
from bihuan.registers.parties.rules.masking import masked_name, masked_phone
from bihuan.registers.parties.rules.phones import checked_phone

OLD, NEW = b"a secret of the installation", b"the secret that replaced it"


@pytest.fixture(autouse=True)
def _key() -> Iterator[None]:
    kept = list(secrecy._keys)
    secrecy.use_key(OLD)
    yield
    secrecy._keys[:] = kept


@pytest.mark.parametrize(
    ("name", "masked"),
    [
        ("张三", "张*"),
        ("张三丰", "张**"),
        ("欧阳修", "欧阳*"),
        ("欧阳", "欧*"),
        ("张三（演示）", "张*（演示）"),
        ("阿依古丽·买买提", "阿*******"),
        ("张", "张"),
        ("", ""),
    ],
)
def test_a_masked_name_keeps_the_surname(name: str, masked: str) -> None:
    assert masked_name(name) == masked


@pytest.mark.parametrize(
    ("number", "masked"),
    [
        ("13812342207", "138****2207"),
        ("073128681234", "**********34"),
        ("28681234", "******34"),
        ("1234", "****"),
        ("", ""),
    ],
)
def test_a_masked_number_cannot_be_called(number: str, masked: str) -> None:
    assert masked_phone(number) == masked


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("13812342207", "13812342207"),
        (" 138 1234 2207 ", "13812342207"),
        ("138-1234-2207", "13812342207"),
        ("１３８１２３４２２０７", "13812342207"),
        ("+86 13812342207", "13812342207"),
        ("8613812342207", "13812342207"),
        ("13812342207.0", "13812342207"),
        ("0731-28681234", "073128681234"),
        ("(0731)28681234", "073128681234"),
        ("28681234", "28681234"),
    ],
)
def test_a_number_is_read_however_it_is_written(text: str, number: str) -> None:
    assert checked_phone(text) == number


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("1.38E+10", "person.phone-rounded"),
        ("1.381234e10", "person.phone-rounded"),
        ("12812342207", "person.phone-malformed"),
        ("1381234220", "person.phone-malformed"),
        ("13812342207/13912342207", "person.phone-malformed"),
        ("无", "person.phone-malformed"),
        ("", "person.phone-malformed"),
    ],
)
def test_what_is_no_number_is_refused(text: str, code: str) -> None:
    with pytest.raises(Refused) as refusal:
        checked_phone(text)
    assert refusal.value.code == code
    assert "13912342207" not in str(refusal.value)


def test_a_sealed_text_opens_and_never_looks_the_same_twice() -> None:
    one, two = secrecy.sealed("13812342207"), secrecy.sealed("13812342207")
    assert one != two
    assert "13812342207" not in one
    assert (secrecy.opened(one), secrecy.opened(two)) == ("13812342207", "13812342207")
    assert secrecy.index("13812342207") == secrecy.index("13812342207")
    assert secrecy.index("13812342207") != secrecy.index("13812342208")


def test_without_a_key_nothing_is_sealed_or_opened() -> None:
    token = secrecy.sealed("13812342207")
    secrecy.forget_key()
    for deed in (
        lambda: secrecy.sealed("13812342207"),
        lambda: secrecy.opened(token),
        lambda: secrecy.index("13812342207"),
    ):
        with pytest.raises(Refused) as refusal:
            deed()
        assert refusal.value.code == "secrecy.key-missing"


def test_a_foreign_key_opens_nothing_and_a_short_one_is_not_taken() -> None:
    token = secrecy.sealed("13812342207")
    secrecy.use_key(NEW)
    with pytest.raises(Refused) as refusal:
        secrecy.opened(token)
    assert refusal.value.code == "secrecy.key-wrong"
    with pytest.raises(Refused) as refusal:
        secrecy.use_key(b"short")
    assert refusal.value.code == "secrecy.key-short"


@pytest.mark.django_db
def test_a_number_is_found_unopened_and_stands_nowhere_in_the_open() -> None:
    row = actions.record_person(name="张三（演示）", phone="138 1234 2207", by=KEEPER, now=NOW)
    kept = Person.objects.get(pk=row.pk)
    assert "13812342207" not in (kept.phone_sealed, kept.phone_index)
    assert kept.phone == "13812342207"
    assert kept.masked() == ("张*（演示）", "138****2207")
    assert queries.people_called("13812342207") == (kept,)
    assert queries.people_called("13812342208") == ()
    entry = Entry.objects.get(kind="person-recorded")
    assert "张三" not in entry.payload
    assert "13812342207" not in entry.payload
    assert Sealed.objects.get(entry=entry).data == {"name": "张三（演示）", "phone": "13812342207"}


@pytest.mark.django_db
def test_numbers_are_sealed_anew_after_a_change_of_the_secret() -> None:
    people = [
        actions.record_person(name=f"第{n}人（演示）", phone=phone, by=KEEPER, now=NOW)
        for n, phone in enumerate(("13812342207", "", "13812342208", "13812342209"))
    ]
    secrecy.use_key(NEW, OLD)
    assert queries.people_called("13812342208") == (people[2],)
    assert actions.reseal_people(by=KEEPER, now=NOW, batch=2) == 3
    assert actions.reseal_people(by=KEEPER, now=NOW, batch=2) == 0
    secrecy.use_key(NEW)
    phones = [person.phone for person in Person.objects.order_by("pk")]
    assert phones == ["13812342207", "", "13812342208", "13812342209"]
    assert queries.people_called("13812342209") == (people[3],)


@pytest.mark.django_db
def test_a_person_is_corrected_once() -> None:
    row = actions.record_person(name="张三（演示）", phone="", by=KEEPER, now=NOW)
    actions.correct_person(row, name="张山（演示）", phone="13812342207", by=KEEPER, now=NOW)
    before = rows()
    actions.correct_person(row, name="张山（演示）", phone="13812342207", by=KEEPER, now=NOW)
    assert rows() == before
    assert Person.objects.get().masked() == ("张*（演示）", "138****2207")


@pytest.mark.parametrize(
    ("name", "phone", "code"),
    [
        (" ", "", "person.name-missing"),
        ("长" * 61, "", "text.too-long"),
        ("张三（演示）", "12345", "person.phone-malformed"),
    ],
)
@pytest.mark.django_db
def test_a_person_is_refused(name: str, phone: str, code: str) -> None:
    row = actions.record_person(name="李四（演示）", phone="", by=KEEPER, now=NOW)
    new = refused(lambda: actions.record_person(name=name, phone=phone, by=KEEPER, now=NOW))
    same = refused(lambda: actions.correct_person(row, name=name, phone=phone, by=KEEPER, now=NOW))
    assert (new.code, same.code) == (code, code)


def account(username: str = "zhang.san", person: Person | None = None) -> Account:
    return actions.open_account(
        username, person=person, password="一把钥匙 2026", by=KEEPER, now=NOW
    )


@pytest.mark.django_db
def test_an_account_opens_under_one_spelling_of_its_name() -> None:
    account("  Zhang.San ")
    kept = Account.objects.get_by_natural_key("ZHANG.SAN")
    assert kept.username == "zhang.san"
    assert kept.check_password("一把钥匙 2026")
    waiting = actions.open_account("waiting", person=None, password=None, by=KEEPER, now=NOW)
    assert not waiting.has_usable_password()
    actions.set_password(waiting, password="另一把钥匙 2026", by=KEEPER, now=NOW)
    assert Account.objects.get(username="waiting").check_password("另一把钥匙 2026")
    assert "zhang.san" not in Entry.objects.filter(kind="account-opened").first().payload


@pytest.mark.parametrize(
    ("username", "code"),
    [
        ("ZHANG.SAN", "account.exists"),
        ("z", "account.username-malformed"),
        ("zhang san", "account.username-malformed"),
        ("x" * 61, "account.username-malformed"),
    ],
)
@pytest.mark.django_db
def test_an_account_is_refused(username: str, code: str) -> None:
    account()
    assert refused(lambda: account(username)).code == code


@pytest.mark.django_db
def test_only_the_security_administrator_makes_administrators() -> None:
    row = account()
    for who in (KEEPER, AUDITOR, OFFICER):
        deed = refused(
            lambda w=who: actions.set_administers(row, administers="system", by=w, now=NOW)
        )
        assert (deed.code, deed.facts) == ("parties.not-permitted", {"needed": "security"})
    actions.set_administers(row, administers="system", by=SECURITY, now=NOW)
    before = rows()
    actions.set_administers(row, administers="system", by=SECURITY, now=NOW)
    assert rows() == before
    deed = refused(lambda: actions.set_administers(row, administers="king", by=SECURITY, now=NOW))
    assert deed.code == "account.role-unknown"
    actions.set_administers(row, administers="", by=SECURITY, now=NOW)
    assert Account.objects.get().administers == ""


@pytest.mark.usefixtures("district")
def test_an_administrator_role_and_a_post_never_meet_in_one_person() -> None:
    person = actions.record_person(name="张三（演示）", phone="", by=KEEPER, now=NOW)
    first, second = account("first", person), account("second", person)
    actions.appoint("edu-1", person=person, since=TODAY, by=KEEPER, now=NOW)
    deed = refused(
        lambda: actions.set_administers(first, administers="system", by=SECURITY, now=NOW)
    )
    assert (deed.code, deed.facts) == ("person.holds-post", {"post": "edu-1"})
    actions.vacate("edu-1", until=TODAY, by=KEEPER, now=NOW)
    actions.set_administers(first, administers="system", by=SECURITY, now=NOW)
    deed = refused(
        lambda: actions.set_administers(second, administers="audit", by=SECURITY, now=NOW)
    )
    assert (deed.code, deed.facts) == ("person.administers", {"role": "system"})


@pytest.mark.django_db
def test_a_closed_account_stays_closed() -> None:
    row = account()
    actions.close_account(row, by=SECURITY, now=NOW)
    before = rows()
    actions.close_account(row, by=SECURITY, now=NOW)
    assert rows() == before
    assert not Account.objects.get().is_active

"""A unit's name is read as place and function."""

import pytest

from bihuan.matters.rules.suggesting.names import LOCAL, Named, Region, Register, Split

REGIONS = (
    Region("1", "云城市"), Region("10", "云东区", "1"), Region("11", "江北新区", "1"),
    Region("100", "石桥镇", "10"),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "region", "found"),
    [
        ("云城市云东区教育局", "", Split("教育局", "云东区")),
        ("云城市教育局", "1", Split("@教育局")),
        ("云东区住建局", "10", Split("住建局", "云东区")),
        ("住建局", "10", Split("住建局", "云东区")),
        ("云城市云东区石桥镇人民政府", "", Split(LOCAL, "云东区", "石桥镇")),
        ("云城市云东区人民政府柳岸路街道办事处", "", Split(LOCAL, "云东区", "柳岸路")),
        ("云城市江北新区高新园区管理委员会", "", Split(LOCAL, "江北新区", "高新园区")),
        ("云城市公安局云东分局", "", Split("公安局分局", "云东区")),
        ("石桥镇城管中队", "100", Split("石桥镇城管中队", "云东区", "石桥镇")),
        ("云城市林业局(云城市绿化局)", "1", Split("@林业局")),
    ],
)
def test_a_name_is_split(name: str, region: str, found: Split) -> None:
    assert Register([Named("u", (name,), region)], REGIONS).splits == (found,)


def test_a_county_without_areas_knows_its_towns() -> None:
    county = Register([Named("t", ("石桥镇人民政府",), "1")], [Region("1", "云县")])
    assert county.splits == (Split(LOCAL, "", "石桥镇"),)

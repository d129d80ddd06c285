import pytest
from shapely.geometry import shape

from core.errors import DomainError
from neighborhoods import geometry
from tests.factories.neighborhoods import square

pytestmark = pytest.mark.usefixtures("english")


def polygon(*points):
    return {"type": "Polygon", "coordinates": [[list(point) for point in points]]}


def test_a_polygon_becomes_a_multipolygon_in_one_written_form():
    there = geometry.read_boundary(polygon((3, 51), (4, 51), (4, 52), (3, 52), (3, 51)), None)
    turned = geometry.read_boundary(polygon((4, 51), (4, 52), (3, 52), (3, 51), (4, 51)), None)
    assert there.boundary.geom_type == "MultiPolygon"
    assert geometry.as_geojson(there.boundary) == geometry.as_geojson(turned.boundary)


@pytest.mark.parametrize(
    ("broken", "why"),
    [
        (None, "not a Polygon"),
        ({}, "not a Polygon"),
        ({"type": "Point", "coordinates": [3, 51]}, "not a Polygon"),
        ({"type": "LineString", "coordinates": [[3, 51], [4, 51]]}, "not a Polygon"),
        ({"type": "Polygon"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": "x"}, "cannot be read"),
        ({"type": "Polygon", "coordinates": [[[3, 51], [4, 51]]]}, "cannot be read"),
        ({"type": "Polygon", "coordinates": []}, "empty"),
        (polygon((3, 51), (4, float("nan")), (4, 52), (3, 51)), "cannot be read"),
        (polygon((104000, 193000), (105000, 193000), (105000, 194000), (104000, 193000)), "--epsg"),
        (polygon((3, 51), (3.00001, 51), (3.00001, 51.00001), (3, 51)), "no area"),
        # A bow tie: nobody can tell what is inside.
        (polygon((3, 51), (3.1, 51.1), (3.1, 51), (3, 51.1), (3, 51)), "crosses itself"),
    ],
)
def test_a_broken_shape_is_refused_and_says_why(broken, why):
    with pytest.raises(geometry.GeometryError, match=why):
        geometry.read_boundary(broken, None)


def test_a_slip_of_the_pen_is_mended_and_said():
    slip = polygon(
        (3, 51), (3.1, 51), (3.1, 51.1), (3.05, 51.1), (3.0500001, 51.1000001), (3.05, 51.1000001),
        (3.0500001, 51.1), (3, 51.1), (3, 51),
    )  # fmt: skip
    mended = geometry.read_boundary(slip, None)
    assert mended.reason
    assert mended.moved_m2 < 1
    assert mended.boundary.is_valid


def test_another_coordinate_system_lands_in_the_right_place():
    # The Belfry of Ghent in Lambert 72.
    around = polygon(
        (104600, 193900), (104800, 193900), (104800, 194100), (104600, 194100), (104600, 193900)
    )
    read = geometry.read_boundary(around, geometry.transformer(31370))
    assert read.boundary.centroid.x == pytest.approx(3.724, abs=0.01)
    assert read.boundary.centroid.y == pytest.approx(51.053, abs=0.01)


def test_an_unknown_coordinate_system_is_refused():
    with pytest.raises(DomainError, match="EPSG:999999"):
        geometry.transformer(999999)


def test_a_shared_border_is_no_overlap_and_a_strip_is():
    left, right = shape(square(3.70, 51.0)), shape(square(3.71, 51.0))
    assert geometry.overlaps([left, right]) == []
    strip = shape(square(3.709, 51.0))
    found = geometry.overlaps([left, strip, shape(square(3.9, 51.0))])
    assert [(i, j) for i, j, _area in found] == [(0, 1)]
    # A tenth of 0.01 by 0.01 degrees at 51° north: some 70 by 1,112 meters.
    assert found[0][2] == pytest.approx(70 * 1112, rel=0.05)


def test_points_are_found_in_their_shape():
    finder = geometry.Finder([(7, square(3.71, 51.0)), (5, square(3.70, 51.0))])
    assert finder.find([3.705, 3.715, 3.9, 3.71], [51.005, 51.005, 51.005, 51.005]) == [
        *[5, 7, None],
        5,  # on the border: the first one, whatever order they came in
    ]
    assert geometry.Finder([]).find([3.7], [51.0]) == [None]


def test_a_picture_holds_the_neighbors_of_the_one_in_focus():
    boundaries = [(1, square(3.70, 51.0)), (2, square(3.71, 51.0)), (3, square(4.9, 51.0))]
    whole = geometry.picture(boundaries)
    assert {outline.key for outline in whole.outlines} == {1, 2, 3}
    near = geometry.picture(boundaries, focus=1)
    assert {outline.key for outline in near.outlines} == {1, 2}
    assert all(outline.path.startswith("M") for outline in near.outlines)
    assert geometry.picture([]).outlines == []

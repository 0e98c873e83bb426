"""Field models and their lines over HTTP."""

import numpy as np
import pytest

from dayside.protocols.rest import field_records


def test_the_models_are_told(client):
    found = client.get("/api/fields", params={"body": "Saturn"}).json()
    field_records.FieldModels.model_validate(found)
    assert [m["id"] for m in found["models"]][:2] == ["saturn.cassini11", "saturn.cassini11plus"]
    one = client.get("/api/fields/jrm33").json()
    field_records.FieldModelRecord.model_validate(one)
    assert one["doi"] == "10.1029/2021JE007055"


def test_values_are_those_of_python(client):
    import dayside

    model, positions = "jrm33 + con2020", [[6.0, 0.0, 0.5], [-9.0, 1.0, 0.0]]
    said = ";".join(",".join(map(str, p)) for p in positions)
    answer = client.get("/api/fields/values", params={"model": model, "positions": said}).json()
    field_records.FieldValues.model_validate(answer)
    np.testing.assert_allclose(answer["field_nT"], dayside.field(model, positions))
    assert answer["model"]["frame"] == "IAU_JUPITER"


def test_positions_may_be_in_another_frame(client):
    asked = {"model": "jrm33", "positions": "6,0,0", "time": "2016-08-27"}
    turned = client.get("/api/fields/values", params=asked | {"frame": "JSO"}).json()
    field_records.FieldValues.model_validate(turned)
    assert turned["frame"] == "JSO"
    assert turned["field_nT"] != client.get("/api/fields/values", params=asked).json()["field_nT"]
    lines = client.get("/api/trace", params={**asked, "seeds": "6,0,0", "frame": "JSO"})
    assert lines.status_code == 400  # positions is no option of it
    del asked["positions"]
    lines = client.get("/api/trace", params=asked | {"seeds": "6,0,0", "frame": "JSO"}).json()
    assert lines["lines"][0]["kind"] == "closed"


def test_where_a_model_says_nothing_there_is_null(client):
    pytest.importorskip("KT17", exc_type=ImportError)
    answer = client.get("/api/fields/values", params={"model": "kt17", "positions": "9,0,0"}).json()
    field_records.FieldValues.model_validate(answer)
    assert answer["field_nT"] == [[None, None, None]]


def test_lines_are_told_whole(client):
    asked = {"model": "igrf", "seeds": "4,0,0;0,0,1.5;0.2,0,0", "time": "2024-05-10"}
    answer = client.get("/api/trace", params=asked).json()
    field_records.FieldLinesRecord.model_validate(answer)
    assert [line["kind"] for line in answer["lines"]] == ["closed", "open", "none"]
    assert answer["lines"][0]["l_shell"] == pytest.approx(4, abs=0.3)
    assert answer["lines"][2]["footpoints_rp"] == [[None] * 3] * 2


@pytest.mark.parametrize(
    ("path", "asked", "status", "told"),
    [
        ("fields/jrm34", {}, 404, "Did you mean jrm33"),
        ("fields", {"body": "jupitre"}, 404, "Did you mean Jupiter"),
        ("fields", {"planet": "jupiter"}, 400, "There is no option"),
        ("fields/values", {"model": "igrf", "positions": "1,0,0"}, 400, "give the times"),
        ("fields/values", {"model": "o6", "positions": "1,0"}, 400, "three numbers"),
        ("fields/values", {"model": "o6", "positions": "1,nan,0"}, 400, "three numbers"),
        ("trace", {"model": "o6", "seeds": ";".join(["2,0,0"] * 51)}, 400, "At most 50"),
        ("trace", {"model": "o6", "seeds": "2,0,0", "far": "0.5"}, 400, "the second is the larger"),
        ("trace", {"model": "t96", "seeds": "2,0,0", "time": "x"}, 400, "no time"),
    ],
)
def test_what_cannot_be_gets_a_sentence(client, path, asked, status, told):
    answer = client.get(f"/api/{path}", params=asked)
    assert answer.status_code == status
    assert told in answer.json()["error"]["message"]

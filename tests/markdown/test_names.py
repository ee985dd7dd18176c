"""The names of tags on their way to another process."""

import pickle

from brief.markdown.mentions import Names


def test_names_that_come_with_each_batch_of_texts_are_made_ready_once() -> None:
    passed = pickle.dumps(Names({"interpol": ["Interpol", "ICPO"]}))
    names = pickle.loads(passed)
    assert list(names.find("Of Interpol")) == [(3, 11, "interpol")]
    assert pickle.loads(passed) is names

import os

import pytest

from pyspark_xray.jvm.options import FLIGHT_SETTINGS, is_own_option, java_options, spark_defaults


def test_defaults_name_the_folder_and_write_the_flight_settings(tmp_path):
    conf = spark_defaults(tmp_path)
    assert conf["spark.eventLog.dir"] == f"file://{tmp_path}"
    assert conf["spark.driver.defaultJavaOptions"] == " ".join(java_options(tmp_path))
    assert "jdk.SocketRead" in (tmp_path / FLIGHT_SETTINGS).read_text()
    # a properties file splits at the first blank, a value must not span lines
    assert not any("\n" in value for value in conf.values())


def test_own_options_are_recognised_and_no_others(tmp_path):
    assert all(is_own_option(option) for option in java_options(tmp_path))
    assert all(is_own_option(option.replace("%p", "42")) for option in java_options(tmp_path))
    for other in ("-Xlog:gc*:file=gc.log", "-Xmx1g", "-XX:StartFlightRecording", "-Xlog:jfr+startup=error", ""):
        assert not is_own_option(other)


@pytest.mark.parametrize("name", ["with blank", "a,b", "a:b", "50%", 'quo"te'])
def test_a_folder_that_an_option_cannot_hold_is_refused(tmp_path, name):
    folder = tmp_path / name
    folder.mkdir()
    with pytest.raises(ValueError, match="log folder"):
        spark_defaults(folder)
    assert os.listdir(folder) == []

"""Much output arrives whole and in order."""

import pytest


@pytest.fixture(autouse=True)
def gojac_only(kernel_name):
    if kernel_name != "gojac":
        pytest.skip("the cells are Go")


def test_small_prints(kernel):
    a = kernel.ask("for i := range 100000 {\n\tfmt.Println(i)\n}")
    assert a.text() == "".join(f"{i}\n" for i in range(100000))
    assert len(a.of("stream")) < 2000, "streams are coalesced"


def test_a_long_print(kernel):
    a = kernel.ask('fmt.Print(strings.Repeat("0123456789", 5_000_000))')
    assert a.text() == "0123456789" * 5_000_000


def test_a_long_display(kernel):
    a = kernel.ask('display.Show(display.HTML(strings.Repeat("<i>é</i>\\n", 5_000_000)))\nfmt.Println("after")')
    assert a.of("display_data")[0]["data"]["text/html"] == "<i>é</i>\n" * 5_000_000
    assert a.kinds == ["busy", "execute_input", "display_data", "stream", "idle"]


def test_a_long_cell(kernel):
    a = kernel.ask("long := `" + "0123456789" * 500_000 + "`\nn := len(long)\nn")
    assert a.result == "5000000"

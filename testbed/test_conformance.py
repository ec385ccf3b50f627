"""jupyter_kernel_test, whole: a skip here is a failure."""

import jupyter_kernel_test
import pytest

pytestmark = [pytest.mark.noskip, pytest.mark.usefixtures("gojac")]


class TestKernel(jupyter_kernel_test.KernelTests):
    kernel_name = "gojac"
    language_name = "go"
    file_extension = ".go"
    code_hello_world = 'fmt.Println("hello, world")'
    code_stderr = 'fmt.Fprintln(os.Stderr, "careful")'
    completion_samples = [
        {"text": "strings.HasPr", "matches": {"HasPrefix"}},
        {"text": "math.Log1", "matches": {"Log10", "Log10E", "Log1p"}},
    ]
    complete_code_samples = ["1 + 1", "x := 1", "func f() int {\n\treturn 1\n}", "for i := range 3 {\n\tfmt.Println(i)\n}"]
    incomplete_code_samples = ["func f() int {", "x := []int{1,", 'fmt.Println("a",', "for {", "s := `raw"]
    invalid_code_samples = ["x := )", "func 3()", 'y := "unended\nz := 1']
    code_page_something = "strings.HasPrefix?"
    code_generate_error = 'panic("no further")'
    code_execute_result = [
        {"code": "6 * 7", "result": "42"},
        {"code": '"go" + "jac"', "result": '"gojac"'},
        {"code": "[]int{1, 2, 3}", "result": "[]int{1, 2, 3}"},
        {"code": "1.5 * 2", "result": "3"},
    ]
    code_display_data = [{"code": 'display.Show(display.HTML("<b>bold</b>"))', "mime": "text/html"}]
    code_history_pattern = "6*7"
    supported_history_operations = ("tail", "range", "search")
    code_inspect_sample = "strings.HasPrefix"
    code_clear_output = "display.Clear(true)"


class TestWelcome(jupyter_kernel_test.IopubWelcomeTests):
    kernel_name = "gojac"
    support_iopub_welcome = True


def test_the_whole_suite_is_here():
    """A release of jupyter_kernel_test that brings new tests must not go unnoticed."""
    names = {n for c in (TestKernel, TestWelcome) for n in dir(c) if n.startswith("test_")}
    assert len(names) == 13, sorted(names)

"""What the protocol suites have a kernel do, in the language of the kernel."""

import dataclasses


@dataclasses.dataclass(frozen=True)
class Snippets:
    hello: str  # prints "hello, world"
    warn: str  # prints "careful" on stderr
    both: str  # prints 1 on stdout, 2 on stderr, 3 on stdout
    sum: str  # its value is 2
    keep: str  # makes x, 41
    kept: str  # its value is x + 1, 42
    count: str  # makes n, 0
    add: str  # adds one to n
    counted: str  # its value is n
    fail: str  # ends with an error after printing "before"
    misspelt: str  # does not compile, on its second line
    spin: str  # prints "on", then loops for ever
    nap: str  # prints "on", then sleeps for an hour
    brief: str  # sleeps for a second
    lines: str  # prints the numbers from 0 to 9999, one a line
    html: str  # its value has text/html and text/plain
    show: str  # displays something as HTML and goes on to print "after"
    show_as: str  # displays "first" with the id "place"
    update: str  # updates "place" to "second"
    clear: str  # clears the output, waiting
    read: str  # asks for a word, prints it in brackets
    recurse: str  # recurses for ever
    quit: str  # ends its process with 1
    background: str  # lets a thread or goroutine fail
    mute: str  # a statement without a value


GO = Snippets(
    hello='fmt.Println("hello, world")',
    warn='fmt.Fprintln(os.Stderr, "careful")',
    both='fmt.Println(1)\nfmt.Fprintln(os.Stderr, 2)\nfmt.Println(3)',
    sum="1 + 1",
    keep="x := 41",
    kept="x + 1",
    count="n := 0",
    add="n++",
    counted="n",
    fail='fmt.Println("before")\npanic("no further")',
    misspelt='a := 1\nb := a + "one"\n_ = b',
    spin='fmt.Println("on")\nfor {\n}',
    nap='fmt.Println("on")\ntime.Sleep(time.Hour)',
    brief="time.Sleep(time.Second)",
    lines="for i := range 10000 {\n\tfmt.Println(i)\n}",
    html='display.HTML("<b>bold</b>")',
    show='display.Show(display.HTML("<b>bold</b>"))\nfmt.Println("after")',
    show_as='display.ShowAs("place", display.HTML("first"))',
    update='display.Update("place", display.HTML("second"))',
    clear="display.Clear(true)",
    read='var word string\nfmt.Print("a word: ")\nfmt.Scan(&word)\nfmt.Printf("[%s]\\n", word)',
    recurse="func deep(n int) int { return deep(n+1) + 1 }\ndeep(0)",
    quit="os.Exit(1)",
    background='go func() { panic("in a goroutine") }()\ntime.Sleep(200 * time.Millisecond)',
    mute="y := 1",
)

PYTHON = Snippets(
    hello='print("hello, world")',
    warn='import sys\nprint("careful", file=sys.stderr)',
    both="import sys\nprint(1)\nprint(2, file=sys.stderr)\nprint(3)",
    sum="1 + 1",
    keep="x = 41",
    kept="x + 1",
    count="n = 0",
    add="n += 1",
    counted="n",
    fail='print("before")\nraise ValueError("no further")',
    misspelt="a = 1\nb = a +\n",
    spin='print("on")\nwhile True:\n    pass',
    nap='import time\nprint("on")\ntime.sleep(3600)',
    brief="import time\ntime.sleep(1)",
    lines="for i in range(10000):\n    print(i)",
    html='from IPython.display import HTML\nHTML("<b>bold</b>")',
    show='from IPython.display import HTML, display\ndisplay(HTML("<b>bold</b>"))\nprint("after")',
    show_as='from IPython.display import HTML, display\ndisplay(HTML("first"), display_id="place");',
    update='from IPython.display import HTML, update_display\nupdate_display(HTML("second"), display_id="place")',
    clear="from IPython.display import clear_output\nclear_output(wait=True)",
    read='word = input("a word: ")\nprint(f"[{word}]")',
    recurse="def deep(n):\n    return deep(n + 1) + 1\ndeep(0)",
    quit="import os\nos._exit(1)",
    background="",
    mute="y = 1",
)

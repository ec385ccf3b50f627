"""Many requests of every kind, in an order made up anew each time, from two clients at once: each is answered whole, the
answers of one client come in the order of its requests, and what a cell printed comes before its reply."""

import random
import time

from kernels import Kernel

REQUESTS = 1000
KINDS = {
    "execute_request": lambda code: {"code": code, "silent": False, "store_history": True, "allow_stdin": False},
    "complete_request": lambda code: {"code": "for", "cursor_pos": 3},
    "inspect_request": lambda code: {"code": "x", "cursor_pos": 1, "detail_level": 0},
    "is_complete_request": lambda code: {"code": "x"},
    "history_request": lambda code: {"hist_access_type": "tail", "n": 3},
    "kernel_info_request": lambda code: {},
    "comm_info_request": lambda code: {},
}


def test_a_thousand_requests(kernel_name, code, transport):
    seed = time.time_ns()
    rng = random.Random(seed)
    say = "fmt.Println({})" if kernel_name == "gojac" else "print({})"
    with Kernel(kernel_name, transport) as first:
        second = first.second()
        try:
            sent = {first: [], second: []}
            for n in range(REQUESTS):
                client = rng.choice((first, second))
                kind = rng.choice(list(KINDS))
                request = client.send(kind, KINDS[kind](say.format(n)))
                sent[client].append((request, kind, n))
                if rng.random() < 0.05:
                    client.gather(0)
            for client, requests in sent.items():
                for request, kind, n in requests:
                    answer = client.answer(request)
                    assert answer.status in ("ok", "complete"), (seed, kind, answer)
                    if kind == "execute_request":
                        assert answer.text() == f"{n}\n", (seed, answer)
                        assert answer.kinds == ["busy", "execute_input", "stream", "idle"], (seed, answer)
                    else:
                        assert answer.kinds == ["busy", "idle"], (seed, kind, answer)
                mine = {request for request, _, _ in requests}
                assert [r for r in client.replies if r in mine] == [r for r, _, _ in requests], seed
                assert [r for r in client.outputs if r in mine] == [r for r, _, _ in requests], seed
        finally:
            second.client.stop_channels()

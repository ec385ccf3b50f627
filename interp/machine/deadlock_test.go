package machine

import "testing"

// TestAtWork: goroutines that are on their way again, or that compiled code
// started, may wake those that wait.
func TestAtWork(t *testing.T) {
	const waiting = "goroutine 7 [chan receive, 2 minutes]:\nmain.f()\n\t/x.go:1\ncreated by github.com/gojac/gojac/interp/machine.(*compiler).goStmt in goroutine 1\n\t/y.go:2"
	for stacks, want := range map[string]bool{
		waiting: false,
		"goroutine 1 [select]:\nmain.main()\n\t/x.go:1\n\n" + waiting:                                                             false,
		waiting + "\n\ngoroutine 8 [runnable]:\nmain.g()\n\t/x.go:3\ncreated by main.main in goroutine 1\n\t/y.go:4":              true,
		waiting + "\n\ngoroutine 9 [IO wait]:\nnet.g()\n\t/x.go:3\ncreated by net/http.(*Server).Serve in goroutine 1\n\t/y.go:4": true,
	} {
		if got := atWork(stacks); got != want {
			t.Errorf("%s\n\nat work: %t, want %t", stacks, got, want)
		}
	}
}

// Suite runs every test of the project and ends with one line that counts them: "N passed, N failed, N skipped".
//
//	go run ./testbed/suite                  all of it
//	go run ./testbed/suite go               only the named jobs: go, python, platforms, browser
//
// The Go tests run while the Python environment is being installed; then the protocol tests and the browser tests share the
// machine. What a job prints is kept in out/test. With CI=true a missing tool is a failure; otherwise the job that
// needs it is skipped, loudly.
//
// It is written in Go, with the standard library alone, because Go is the one tool that is surely there. Start reading at main.go.
package main

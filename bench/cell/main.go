// Cell times what interp takes for one warm cell, its worker process included: no kernel, no sockets.
//
//	cell GOJAC N    prints N times in milliseconds, one a line
package main

import (
	"context"
	"fmt"
	"os"
	"strconv"
	"time"

	"github.com/gojac/gojac/display"
	"github.com/gojac/gojac/interp"
)

const (
	source = "1+1"
	warm   = 100
)

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: cell GOJAC N")
		os.Exit(2)
	}
	n, err := strconv.Atoi(os.Args[2])
	if err != nil || n < 1 {
		fmt.Fprintf(os.Stderr, "cell: %q cells, want a number above 0\n", os.Args[2])
		os.Exit(2)
	}
	client := interp.NewClient(interp.ClientConfig{Argv: []string{os.Args[1], "worker"}})
	defer client.Close()
	for i := range warm + n {
		var out result
		began := time.Now()
		end := client.Run(context.Background(), interp.Cell{N: i + 1, Code: source}, &out)
		took := time.Since(began)
		if end.Error != nil || out.text != "2" {
			fmt.Fprintf(os.Stderr, "cell: %s gave %q (%v)\n", source, out.text, end.Error)
			os.Exit(1)
		}
		if i >= warm {
			fmt.Println(took.Seconds() * 1e3)
		}
	}
}

// A result keeps the plain text of the cell's value, and nothing else.
type result struct{ text string }

func (r *result) Result(b display.Bundle)             { r.text, _ = b.Data["text/plain"].(string) }
func (r *result) Stream(name, text string)            {}
func (r *result) Display(id string, b display.Bundle) {}
func (r *result) Update(id string, b display.Bundle)  {}
func (r *result) Clear(wait bool)                     {}
func (r *result) Input(string, bool) (string, error)  { return "", fmt.Errorf("nobody to ask") }

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

	"github.com/gojac/gojac/interp"
)

// The cell prints its value: a stream has to be complete before the cell ends, so this is no less work than showing it.
const (
	source = "fmt.Println(1+1)"
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
		var out printed
		began := time.Now()
		end := client.Run(context.Background(), interp.Cell{N: i + 1, Code: source}, &out)
		took := time.Since(began)
		if end.Error != nil || out.text != "2\n" {
			fmt.Fprintf(os.Stderr, "cell: %s gave %q (%v)\n", source, out.text, end.Error)
			os.Exit(1)
		}
		if i >= warm {
			fmt.Println(took.Seconds() * 1e3)
		}
	}
}

// Printed keeps what the cell printed; it does nothing else.
type printed struct {
	interp.Output
	text string
}

func (p *printed) Stream(_, text string) { p.text += text }

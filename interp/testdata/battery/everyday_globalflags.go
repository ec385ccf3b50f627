package main

import (
	"flag"
	"fmt"
	"os"
)

var (
	name = flag.String("name", "gopher", "who to greet")
	n    = flag.Int("n", 2, "how often")
)

func main() {
	flag.CommandLine.SetOutput(os.Stdout)
	flag.Usage = func() { fmt.Println("usage:"); flag.PrintDefaults() }
	flag.Parse()
	for range *n {
		fmt.Println("hello", *name)
	}
	flag.VisitAll(func(f *flag.Flag) { fmt.Println(f.Name, f.DefValue) })
	flag.Usage()
	fmt.Println(flag.Args(), len(os.Args))
}

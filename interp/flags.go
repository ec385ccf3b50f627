package interp

import (
	"flag"
	"os"
)

// forgetFlags gives cells and programs a flag.CommandLine without the flags of
// this process and of the packages in it.
func forgetFlags() {
	flag.CommandLine = flag.NewFlagSet(os.Args[0], flag.ExitOnError)
	flag.CommandLine.Usage = func() { flag.Usage() }
}

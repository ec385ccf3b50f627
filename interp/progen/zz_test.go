package progen

import (
	"fmt"
	"os"
	"strconv"
	"testing"
)

func TestZZ(t *testing.T) {
	s, _ := strconv.Atoi(os.Getenv("S"))
	n, _ := strconv.Atoi(os.Getenv("N"))
	fmt.Println(New(uint64(s), uint64(n)).Source())
}

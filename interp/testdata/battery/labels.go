// spread
package main

import "fmt"

func find(grid [][]int, want int) (int, int) {
	r, c := -1, -1
outer:
	for i, row := range grid {
		for j, v := range row {
			if v < 0 {
				continue outer
			}
			if v == want {
				r, c = i, j
				break outer
			}
		}
	}
	return r, c
}

func countdown(n int) (s string) {
loop:
	s += fmt.Sprint(n, " ")
	n--
	if n > 0 {
		goto loop
	}
	return s
}

func main() {
	fmt.Println(find([][]int{{1, 2}, {-1, 3}, {4, 3}}, 3))
	fmt.Println(countdown(4))
	i := 0
again:
	if i < 3 {
		fmt.Print(i, ";")
		i++
		goto again
	}
	fmt.Println()
sw:
	switch {
	case i == 3:
		for {
			if i > 5 {
				break sw
			}
			i++
		}
		fmt.Println("never")
	}
	fmt.Println(i)
rows:
	for a := range 3 {
		for b := range 3 {
			switch {
			case b == 2:
				continue rows
			case a == 2:
				break rows
			}
			fmt.Print(a, b, " ")
		}
	}
	fmt.Println()
	for i := 0; i < 6; i++ {
		switch i {
		case 1:
			fallthrough
		case 2:
			fmt.Print("1or2 ")
		case 3:
			break
		case 4, 5:
			fmt.Print("4or5 ")
			if i == 5 {
				break
			}
			fmt.Print("four ")
		default:
			fmt.Print("default ")
		}
	}
	fmt.Println()
}

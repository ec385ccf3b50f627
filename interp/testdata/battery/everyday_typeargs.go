package main

import "fmt"

type Box[T any] struct{ v T }
type Al = int
type GAl[T any] = Box[T]
type loc struct{}
type In struct{ X int }
type Two[K comparable, V any] map[K]V

func show[T any](v T) { fmt.Printf("%T ", v) }

func main() {
	show(Box[rune]{})
	show(Box[byte]{})
	show(Box[any]{})
	show(Box[[]byte]{})
	show(Box[map[rune]any]{})
	show(Box[func(rune, ...any) (byte, error)]{})
	show(Box[struct {
		R rune `json:"r"`
		b byte
	}]{})
	show(Box[interface{ M(any) rune }]{})
	show(Box[Al]{})
	show(Box[GAl[rune]]{})
	show(Box[*In]{})
	show(Box[chan<- any]{})
	show(Box[<-chan (chan byte)]{})
	show(Box[[3]rune]{})
	show(Two[rune, []any]{})
	show(Box[error]{})
	show(Box[fmt.Stringer]{})
	show(Box[struct{}]{})
	show(Box[interface {
		error
		comparable2()
	}]{})

	show(Box[loc]{})
	show(Box[Box[Box[byte]]]{})
	show([]rune{})
	show(map[byte]any{})
	fmt.Printf("%v %+v %#v\n", Box[rune]{'x'}, Box[any]{1}, Box[byte]{2})
}

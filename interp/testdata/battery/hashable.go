package main

import (
	"fmt"
	"hash/maphash"
)

type point struct{ x, y int }

func main() {
	seed := maphash.MakeSeed()
	fmt.Println(maphash.Comparable(seed, point{1, 2}) == maphash.Comparable(seed, point{1, 2}))
	var h maphash.Hash
	h.SetSeed(seed)
	maphash.WriteComparable(&h, any(point{1, 2}))
	fmt.Println(h.Sum64() == maphash.Comparable(seed, any(point{1, 2})))
	for _, x := range []any{[]int{}, struct{ a any }{func() {}}, [1]any{map[int]int{}}, 2, nil} {
		func() {
			defer func() {
				r := recover()
				_, ok := r.(interface{ RuntimeError() })
				fmt.Println(r, ok)
			}()
			maphash.Comparable(seed, x)
		}()
	}
}

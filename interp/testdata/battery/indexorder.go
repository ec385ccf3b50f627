package main

import "fmt"

func t[T any](s string, v T) T { fmt.Print(s, " "); return v }

type A [2]int
type W struct{ a [2]int }

func arr(s string) [2]int   { fmt.Print(s, " "); return [2]int{1, 2} }
func parr(s string) *[2]int { fmt.Print(s, " "); return &[2]int{1, 2} }
func w(s string) W          { fmt.Print(s, " "); return W{} }

func main() {
	_ = [...]int{t("e0", 0), t("e1", 1)}[t("idx", 1)]
	fmt.Println()
	_ = []int{t("e0", 0), t("e1", 1)}[t("idx", 1)]
	fmt.Println()
	_ = arr("arr")[t("idx", 1)]
	fmt.Println()
	_ = parr("parr")[t("idx", 1)]
	fmt.Println()
	_ = w("w").a[t("idx", 1)]
	fmt.Println()
	_ = W{[2]int{t("e0", 0), t("e1", 1)}}.a[t("idx", 1)]
	fmt.Println()
	_ = A{t("e0", 0)}[t("idx", 1)]
	fmt.Println()
	_ = (&[2]int{t("e0", 0), t("e1", 1)})[t("idx", 1)]
	fmt.Println()
	_ = "abc"[t("idx", 1)]
	_ = t("s", "abc")[t("idx", 1)]
	fmt.Println()
	_ = map[string]int{t("k", "a"): t("v", 2)}[t("key", "a")]
	fmt.Println()
	_ = [2][2]int{{t("a", 1), t("b", 2)}, {t("c", 3)}}[t("i", 1)][t("j", 0)]
	fmt.Println()
	_ = [2]W{{[2]int{t("a", 1)}}}[t("i", 0)].a[t("j", 1)]
	fmt.Println()
	fmt.Println([2]int{t("a", 1), t("b", 2)}[t("i", 0)] + t("z", 4))
	x := 0
	fmt.Println([3]int{0, 10, 20}[func() int { x++; return x }()], [2]string{fmt.Sprint(x), "q"}[func() int { x = 9; return 0 }()])
}

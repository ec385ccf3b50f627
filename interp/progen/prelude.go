package progen

// Prelude declares what the expressions of programs use. Once is enough for many programs.
const Prelude = `// id hides from a compiler what x is.
func id[T any](x T) T { return x }

func ref[T any](x T) *T { return &x }

func cut[S ~string](s S) S { return s[:min(len(s), 20)] }

func lim(x float64) float64 {
	if !(x > 0) {
		return 0
	}
	return min(x, 100)
}

func at[T any](s []T, i int) (x T) {
	if i < len(s) {
		x = s[i]
	}
	return
}

func seq[S ~[]E, E any](s S) func(yield func(E) bool) {
	return func(yield func(E) bool) {
		for _, x := range s {
			if !yield(x) {
				return
			}
		}
	}
}

func try(f func()) {
	defer func() {
		if r := recover(); r != nil {
			_, isError := r.(error)
			fmt.Printf("%T %v %v\n", r, isError, r)
		}
	}()
	f()
}

func trace[T any](name string, x T) T {
	fmt.Println("trace", name)
	return x
}
`

package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strconv"
)

var ErrNotFound = errors.New("not found")

type QueryErr struct {
	Q   string
	Err error
}

func (e *QueryErr) Error() string { return e.Q + ": " + e.Err.Error() }
func (e *QueryErr) Unwrap() error { return e.Err }

type Code int

func (c Code) Error() string { return "code " + strconv.Itoa(int(c)) }
func (c Code) Is(target error) bool {
	return target == ErrNotFound && c == 404
}

type Temporary interface{ Temporary() bool }
type netErr struct{ msg string }

func (e netErr) Error() string   { return e.msg }
func (e netErr) Temporary() bool { return true }

type multi []error

func (m multi) Error() string   { return fmt.Sprint(len(m), " errors") }
func (m multi) Unwrap() []error { return m }

func query(q string) error {
	return &QueryErr{q, fmt.Errorf("layer: %w", ErrNotFound)}
}

type MyPanic struct{ N int }

func (p MyPanic) Error() string { return fmt.Sprint("mypanic ", p.N) }

func safe(f func()) (err error) {
	defer func() {
		switch r := recover().(type) {
		case nil:
		case MyPanic:
			err = fmt.Errorf("user: %w", r)
		case error:
			err = fmt.Errorf("runtime: %w", r)
		default:
			err = fmt.Errorf("other: %v", r)
		}
	}()
	f()
	return nil
}

func main() {
	err := query("select")
	fmt.Println(err)
	fmt.Println(errors.Is(err, ErrNotFound), errors.Is(err, io.EOF))
	var qe *QueryErr
	fmt.Println(errors.As(err, &qe), qe.Q, qe.Unwrap())
	fmt.Println(errors.Unwrap(err) == qe.Err, errors.Unwrap(errors.Unwrap(err)) == ErrNotFound)
	w := fmt.Errorf("wrap: %w", Code(404))
	var c Code
	fmt.Println(errors.As(w, &c), c, int(c), errors.Is(w, ErrNotFound), errors.Is(Code(5), ErrNotFound), errors.Is(w, Code(404)))
	var t Temporary
	fmt.Println(errors.As(fmt.Errorf("x: %w", netErr{"net"}), &t), t.Temporary())
	j := errors.Join(io.EOF, err, nil)
	fmt.Println(j)
	fmt.Println(errors.Is(j, io.EOF), errors.Is(j, ErrNotFound))
	m := multi{Code(1), query("m")}
	fmt.Println(m, errors.Is(m, ErrNotFound), errors.As(m, &qe), qe.Q)
	fmt.Println(safe(func() { panic(MyPanic{3}) }))
	fmt.Println(safe(func() { panic("str") }))
	fmt.Println(safe(func() { panic(nil) }))
	fmt.Println(safe(func() { var a []int; i := 5; _ = a[i] }))
	fmt.Println(safe(func() { z := 0; fmt.Println(1 / z) }))
	fmt.Println(safe(func() { var p *QueryErr; fmt.Println(p.Q) }))
	fmt.Println(safe(func() { var m map[string]int; m["a"] = 1 }))
	fmt.Println(safe(func() { var x any = "s"; _ = x.(int) }))
	fmt.Println(safe(func() { s := []int{1, 2, 3}; i := 4; _ = s[1:i] }))
	fmt.Println(safe(func() { n := -1; _ = make([]int, n) }))
	fmt.Println(safe(func() { s := []int{1}; _ = [2]int(s) }))
	fmt.Println(safe(func() { panic(fmt.Errorf("w: %w", io.EOF)) }))
	fmt.Println(errors.Is(safe(func() { panic(MyPanic{4}) }), MyPanic{4}))
	fmt.Println(safe(func() {}))
	_, err = os.Open("/no/such/file")
	var pe *fs.PathError
	fmt.Println(errors.Is(err, fs.ErrNotExist), errors.As(err, &pe), pe.Op)
	_, err = strconv.Atoi("x1")
	var ne *strconv.NumError
	fmt.Println(errors.As(err, &ne), ne.Func, err)
	var re interface{ RuntimeError() }
	fmt.Println(errors.As(safe(func() { var a []int; _ = a[len(os.Args)+3] }), &re))
	fmt.Printf("%v|%s|%q|%+v|%d\n", Code(3), Code(3), Code(3), Code(3), Code(3))
	fmt.Printf("%v %+v %#v\n", netErr{"n"}, netErr{"n"}, netErr{"n"})
	defer func() {
		r := recover()
		e, ok := r.(error)
		fmt.Println(ok, e)
		fmt.Println(errors.Unwrap(e))
	}()
	defer func() { panic(fmt.Errorf("second: %w", recover().(error))) }()
	panic(io.ErrUnexpectedEOF)
}

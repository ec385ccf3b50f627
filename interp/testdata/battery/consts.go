package main

import (
	"fmt"
	"math"
	"time"
)

type Weekday int

const (
	Sunday Weekday = iota
	Monday
	Tuesday
	_
	Thursday
)

func (d Weekday) String() string { return [...]string{"Sun", "Mon", "Tue", "Wed", "Thu"}[d] }

const (
	_  = iota
	KB = 1 << (10 * iota)
	MB
	GB
)

const (
	a, b = iota, iota * 10
	c, d
	e, f
)

type Flags uint8

const (
	Read Flags = 1 << iota
	Write
	Exec
)

const big = 1 << 100
const pi2 = math.Pi * 2
const greeting = "hello" + ", " + "world"
const (
	x0 = "s"
	x1
	x2 = len(greeting)
	x3
)

const timeout = 3 * time.Second

func main() {
	fmt.Println(Sunday, Monday, Tuesday, Thursday, Weekday(3))
	fmt.Printf("%d %v %s %T\n", Tuesday, Tuesday, Tuesday, Tuesday)
	fmt.Println(KB, MB, GB)
	fmt.Println(a, b, c, d, e, f)
	fmt.Println(Read, Write, Exec, Read|Exec, (Read|Write)&^Read)
	fmt.Println(big>>98, float64(big))
	fmt.Println(pi2, greeting, x0, x1, x2, x3)
	fmt.Println(timeout, timeout.Seconds())
	const local = iota + 5
	fmt.Println(local)
	var u8 uint8 = 255
	u8++
	fmt.Println(u8, ^uint8(1), -7/2, -7%3, 7&^5, 1<<3|1)
	var i32 int32 = math.MaxInt32
	i32++
	fmt.Println(i32, uint32(1<<32-1))
	fmt.Println(5/2, 5/2.0, 1/2*3.0, 'a'+1, string(rune('a'+1)))
	fmt.Printf("%T %T %T %T %T\n", 1, 1.0, 'a', 1i, 1<<3)
	const h = "héllo"
	fmt.Println(len(h), h[1], h[:1], []byte(h), []rune(h))
	var sh uint = 70
	fmt.Println(1<<sh == 0, int64(-8)>>1, uint8(200)>>3, int8(-1)>>7)
	fmt.Println(math.MaxUint64&0xff, 0b101, 0o17, 0x1p-2, 1_000_000)
	z := complex(1, 2)
	z *= z
	fmt.Println(z, real(z), imag(z), z == complex(-3, 4))
	nan := math.NaN()
	fmt.Println(nan == nan, nan < 1, math.Inf(1), -math.Inf(1), 1/math.Inf(-1))
	fl := -3.9
	fmt.Println(int(fl), uint8(int64(300)&0xff), int64(float32(16777217)))
}

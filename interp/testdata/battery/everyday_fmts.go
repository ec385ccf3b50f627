package main

import (
	"bufio"
	"bytes"
	"crypto/md5"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/gob"
	"encoding/hex"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"hash/crc32"
	"hash/fnv"
	"io"
	"math"
	"math/big"
	"math/bits"
	"math/cmplx"
	"math/rand"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"text/template"
	"time"
	"unicode/utf8"
)

type Level int

const (
	Debug Level = iota + 1
	Info
	_
	Error
)

func (l Level) MarshalText() ([]byte, error) { return []byte(fmt.Sprintf("L%d", int(l))), nil }
func (l *Level) UnmarshalText(b []byte) error {
	n, err := strconv.Atoi(strings.TrimPrefix(string(b), "L"))
	*l = Level(n)
	return err
}

type Address struct {
	Street string `json:"street" xml:"street,attr"`
	Zip    string `json:"zip,omitempty" xml:"zip"`
}
type Person struct {
	XMLName xml.Name          `json:"-" xml:"person"`
	Name    string            `json:"name" xml:"name"`
	Age     int               `json:"age" xml:"age"`
	Emails  []string          `json:"emails" xml:"emails>email"`
	Addr    *Address          `json:"addr,omitempty" xml:"addr"`
	Level   Level             `json:"level" xml:"level"`
	Meta    map[string]any    `json:"meta,omitempty" xml:"-"`
	Levels  map[Level]float64 `json:"levels,omitempty" xml:"-"`
	secret  string
}

type Celsius float64

func (c Celsius) Format(f fmt.State, verb rune) {
	p, ok := f.Precision()
	if !ok {
		p = 1
	}
	fmt.Fprintf(f, "%.*f°C", p, float64(c))
}

type Shape interface {
	Area() float64
	Perimeter() float64
}
type Rect struct{ W, H float64 }
type Circle struct{ R float64 }

func (r Rect) Area() float64         { return r.W * r.H }
func (r Rect) Perimeter() float64    { return 2 * (r.W + r.H) }
func (c *Circle) Area() float64      { return math.Pi * c.R * c.R }
func (c *Circle) Perimeter() float64 { return 2 * math.Pi * c.R }

type rot13 struct{ r io.Reader }

func (r rot13) Read(p []byte) (int, error) {
	n, err := r.r.Read(p)
	for i, b := range p[:n] {
		switch {
		case b >= 'a' && b <= 'z':
			p[i] = 'a' + (b-'a'+13)%26
		case b >= 'A' && b <= 'Z':
			p[i] = 'A' + (b-'A'+13)%26
		}
	}
	return n, err
}

type countWriter struct {
	io.Writer
	n int
}

func (c *countWriter) Write(p []byte) (int, error) {
	n, err := c.Writer.Write(p)
	c.n += n
	return n, err
}

func main() {
	p := Person{Name: "Ann", Age: 30, Emails: []string{"a@x.org"}, Addr: &Address{Street: "Main"}, Level: Error,
		Meta: map[string]any{"k": []int{1}, "f": 1.5}, Levels: map[Level]float64{Info: 2.5}, secret: "s"}
	b, err := json.Marshal(p)
	fmt.Println(string(b), err)
	var q Person
	fmt.Println(json.Unmarshal(b, &q), q.Name, q.Addr.Street, q.Level, q.Levels, q.Meta["k"])
	err = json.Unmarshal([]byte(`{"age":"x"}`), &q)
	fmt.Println(err)
	var anyv any
	json.Unmarshal([]byte(`{"a":[1,2,{"b":null}],"c":true}`), &anyv)
	fmt.Println(anyv)
	dec := json.NewDecoder(strings.NewReader(`{"street":"a","bogus":1}`))
	dec.DisallowUnknownFields()
	var ad Address
	fmt.Println(dec.Decode(&ad))
	ind, _ := json.MarshalIndent(map[string]any{"z": 1, "a": []string{"x"}, "r": json.RawMessage(`{"raw":1}`)}, "", "  ")
	fmt.Println(string(ind))
	x, err := xml.MarshalIndent(p, "", " ")
	fmt.Println(string(x), err)
	var q2 Person
	fmt.Println(xml.Unmarshal(x, &q2), q2.Emails, q2.Level)
	var buf bytes.Buffer
	fmt.Println(gob.NewEncoder(&buf).Encode(Rect{1, 2}))
	var rr Rect
	fmt.Println(gob.NewDecoder(&buf).Decode(&rr), rr)
	rec, err := csv.NewReader(strings.NewReader("a,b\n\"x, y\",2\n")).ReadAll()
	fmt.Println(rec, len(rec), err)
	cw := csv.NewWriter(os.Stdout)
	cw.Write([]string{"q\"uote", "plain", "com,ma"})
	cw.Flush()
	shapes := []Shape{Rect{2, 3}, &Circle{1}, &Rect{1, 1}}
	for _, s := range shapes {
		fmt.Printf("%T %.2f %.2f\n", s, s.Area(), s.Perimeter())
	}
	fmt.Printf("%v %.3v %+v %#v\n", Celsius(21.55), Celsius(3), []Celsius{1}, rr)
	out, _ := io.ReadAll(rot13{strings.NewReader("Hello, Jbeyq!")})
	fmt.Println(string(out))
	c := &countWriter{Writer: io.Discard}
	io.Copy(io.MultiWriter(c, os.Stdout), io.LimitReader(strings.NewReader("abcdefgh\n"), 9))
	fmt.Println(c.n)
	sc := bufio.NewScanner(strings.NewReader("one two\nthree four five\n"))
	sc.Split(bufio.ScanWords)
	words := map[string]int{}
	for sc.Scan() {
		words[sc.Text()[:1]]++
	}
	fmt.Println(words)
	tm := template.Must(template.New("t").Funcs(template.FuncMap{"up": strings.ToUpper, "add": func(a, b int) int { return a + b }}).Parse(
		`{{define "row"}}<{{.Name | up}} {{.Age}}>{{end}}{{range $i, $p := .}}{{add $i 1}}:{{template "row" $p}}{{if gt $p.Age 28}} old{{else}} young{{end}};{{end}}
`))
	fmt.Println(tm.Execute(os.Stdout, []Person{p, {Name: "Bob", Age: 20}}))
	re := regexp.MustCompile(`(?P<y>\d{4})-(?P<m>\d\d)`)
	fmt.Println(re.FindAllStringSubmatch("2024-05 and 1999-12", -1), re.ReplaceAllString("2024-05", "${m}/${y}"), re.SubexpNames())
	fmt.Println(re.ReplaceAllStringFunc("x 2024-05", func(s string) string { return strings.ReplaceAll(s, "-", "") }))
	t := time.Date(2024, time.February, 29, 13, 4, 5, 0, time.UTC)
	fmt.Println(t.Format(time.RFC1123), t.AddDate(1, 0, 0).Format("2006-01-02"), t.Weekday(), t.YearDay(), t.Truncate(time.Hour).Format(time.Kitchen))
	d, _ := time.ParseDuration("1h15m30.5s")
	fmt.Println(d, d.Minutes(), d.Round(time.Minute), t.Sub(t.Add(-d)))
	pt, err := time.Parse("Jan 2 2006", "Feb 30 2024")
	fmt.Println(pt.IsZero(), err)
	f := new(big.Int)
	f.MulRange(1, 25)
	fmt.Println(f, new(big.Int).Exp(big.NewInt(2), big.NewInt(100), nil), big.NewRat(3, 6))
	fmt.Println(bits.OnesCount(255), bits.LeadingZeros8(1), bits.Reverse8(1), bits.Len(1023))
	fmt.Println(cmplx.Abs(3+4i), real(cmplx.Exp(1i*math.Pi)))
	r := rand.New(rand.NewSource(42))
	fmt.Println(r.Intn(100), r.Perm(5), r.Float64())
	u, _ := url.Parse("https://u:p@example.org:8080/a/b?x=1&y=2&x=3#frag")
	fmt.Println(u.Host, u.Port(), u.Query()["x"], u.Fragment, u.User.Username())
	fmt.Println(base64.StdEncoding.EncodeToString([]byte("hello")), hex.EncodeToString([]byte{1, 255}))
	fmt.Printf("%x %x %d\n", md5.Sum([]byte("a")), sha256.Sum256([]byte("a")), crc32.ChecksumIEEE([]byte("a")))
	h := fnv.New32a()
	h.Write([]byte("a"))
	fmt.Println(h.Sum32(), binary.BigEndian.Uint32([]byte{0, 0, 1, 2}))
	bb := binary.LittleEndian.AppendUint16(nil, 513)
	fmt.Println(bb, utf8.RuneCountInString("héllo"), filepath.Join("a", "..", "b", "c.txt"), filepath.Ext("x.tar.gz"))
	fmt.Printf("%5.2f|%-8s|%08b|%x|%X|%q|%v|%p\n", 3.14159, "go", 5, "hi", 255, 'x', [3]bool{true}, nil)
	fmt.Printf("%6d|%+d|%e|%g|%t|%c|%U|%%|%3c|%-5d|\n", 42, 42, 12345.678, 1e21, true, 0x4E16, 0x4E16, 'z', 7)
	fmt.Printf("%[2]d %[1]d %d\n", 1, 2)
	fmt.Printf("%!|%z %d\n", 1)
	fmt.Printf("%s %v %d\n", []byte("hi"), []byte("hi"), []byte("hi"))
	fmt.Printf("%v %+v %#v %T\n", struct {
		A int
		B *int
	}{1, nil}, struct{ X, Y any }{1, "s"}, map[string]int{"a": 1}, func(int) string { return "" })
	fmt.Printf("%*d|%-*d|%.*f\n", 5, 42, 5, 42, 2, math.E)
	var np *Person
	var e error
	fmt.Printf("%v %v %+v\n", np, e, []any{nil, 1, "a", []int(nil), map[string]int(nil)})
	fmt.Println(math.Inf(1), math.NaN(), -0.0, 1e6, 1e21, float32(0.1), 100000000.0, 1.0)
	var a, bq int
	var s string
	n, err := fmt.Sscanf("10-20:abc", "%d-%d:%s", &a, &bq, &s)
	fmt.Println(n, err, a, bq, s)
	n, err = fmt.Sscan("7 8", &a, &bq)
	fmt.Println(n, err, a, bq)
	fmt.Println(strconv.Quote("a\tb\x00é"), strconv.FormatInt(-255, 16), strconv.AppendBool(nil, true))
	_, err = strconv.Atoi("12a")
	fmt.Println(err)
	_, err = strconv.ParseInt("999999999999999999999", 10, 64)
	fmt.Println(err)
	fmt.Println(strings.Map(func(r rune) rune {
		if r == 'a' {
			return -1
		}
		return r + 1
	}, "banana"), strings.Title("hello world"), strings.EqualFold("Go", "GO"), strings.TrimFunc("123abc456", func(r rune) bool { return r < 'a' }))
	before, after, found := strings.Cut("k=v=w", "=")
	fmt.Println(before, after, found, strings.NewReplacer("<", "&lt;", ">", "&gt;").Replace("<b>"), strings.FieldsFunc("a,b;c", func(r rune) bool { return r == ',' || r == ';' }))
}

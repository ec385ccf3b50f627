package main

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"encoding/csv"
	"encoding/gob"
	"encoding/hex"
	"encoding/xml"
	"errors"
	"flag"
	"fmt"
	"html/template"
	"io"
	"log"
	"log/slog"
	"net/url"
	"os"
	"reflect"
	"strings"
	"time"
)

type Book struct {
	XMLName xml.Name `xml:"book"`
	ID      int      `xml:"id,attr"`
	Title   string   `xml:"title"`
	Authors []string `xml:"authors>author"`
	note    string
}
type Rec struct {
	Name string
	Vals []float64
	M    map[string]int
	P    *int
	priv int
}
type Header struct {
	Magic uint32
	Ver   uint16
	Flags [2]uint8
}
type level string

func (l *level) Set(s string) error {
	if s == "bad" {
		return errors.New("bad level")
	}
	*l = level(strings.ToUpper(s))
	return nil
}
func (l *level) String() string { return string(*l) }

type secret string

func (secret) LogValue() slog.Value { return slog.StringValue("***") }

type tagged struct {
	A int    `k:"va" j:"x"`
	B string `k:"vb"`
	c bool
}

func (t tagged) Hello(n int) string { return fmt.Sprint("hello", n, t.A) }
func (t *tagged) SetA(n int)        { t.A = n }

func main() {
	b := Book{ID: 7, Title: "Go", Authors: []string{"A", "B"}, note: "x"}
	out, err := xml.MarshalIndent(b, "", " ")
	fmt.Println(string(out), err)
	var b2 Book
	fmt.Println(xml.Unmarshal(out, &b2), b2.ID, b2.Title, b2.Authors)
	var buf bytes.Buffer
	n := 5
	fmt.Println(gob.NewEncoder(&buf).Encode(Rec{"r", []float64{1, 2.5}, map[string]int{"a": 1}, &n, 9}))
	var r Rec
	fmt.Println(gob.NewDecoder(&buf).Decode(&r), r.Name, r.Vals, r.M, *r.P, r.priv)
	buf.Reset()
	binary.Write(&buf, binary.BigEndian, Header{0xCAFE, 2, [2]uint8{1, 2}})
	fmt.Println(hex.EncodeToString(buf.Bytes()))
	var h Header
	fmt.Println(binary.Read(&buf, binary.BigEndian, &h), h, binary.Size(h))
	cr := csv.NewReader(strings.NewReader("a,b\n\"x,1\",2\n"))
	rows, err := cr.ReadAll()
	fmt.Println(rows, err, len(rows))
	cw := csv.NewWriter(os.Stdout)
	cw.Write([]string{"q\"uote", "pl ain"})
	cw.Flush()
	fmt.Println(base64.StdEncoding.EncodeToString([]byte("hello")), fmt.Sprintf("%x", sha256.Sum256([]byte("a")))[:16])
	buf.Reset()
	zw := gzip.NewWriter(&buf)
	io.WriteString(zw, strings.Repeat("abc", 100))
	zw.Close()
	zr, _ := gzip.NewReader(&buf)
	data, _ := io.ReadAll(zr)
	fmt.Println(len(data))
	fsx := flag.NewFlagSet("x", flag.ContinueOnError)
	fsx.SetOutput(io.Discard)
	num := fsx.Int("n", 3, "num")
	var lv level = "info"
	fsx.Var(&lv, "level", "lvl")
	fmt.Println(fsx.Parse([]string{"-n", "8", "-level=debug", "rest"}), *num, lv, fsx.Args())
	fmt.Println(fsx.Parse([]string{"-level", "bad"}))
	template.Must(template.New("h").Parse("<p>{{.Title}}</p>{{range .Authors}}<i>{{.}}</i>{{end}}\n")).Execute(os.Stdout, Book{Title: "<Go>", Authors: []string{"&"}})
	lg := log.New(os.Stdout, "[p] ", 0)
	lg.Printf("logged %v", b.Authors)
	sl := slog.New(slog.NewTextHandler(os.Stdout, &slog.HandlerOptions{ReplaceAttr: func(g []string, a slog.Attr) slog.Attr {
		if a.Key == "time" {
			return slog.Attr{}
		}
		return a
	}}))
	sl.Info("msg", "k", 1, "rec", Header{Ver: 1}, "s", secret("pw"), slog.Group("g", "d", time.Second))
	u, _ := url.Parse("http://x.org/p?q=1&r=a+b")
	fmt.Println(u.Host, u.Query().Get("r"), u.Query()["q"])
	t := reflect.TypeOf(tagged{})
	for i := range t.NumField() {
		f := t.Field(i)
		fmt.Print(f.Name, f.Type, f.Tag.Get("k"), f.IsExported(), f.Index, ";")
	}
	fmt.Println(t.NumMethod(), reflect.PointerTo(t).NumMethod())
	v := reflect.ValueOf(&tagged{A: 3})
	fmt.Println(v.MethodByName("Hello").Call([]reflect.Value{reflect.ValueOf(2)})[0], v.Elem().Field(0).Int(), v.Elem().Field(2).CanSet())
	v.MethodByName("SetA").Call([]reflect.Value{reflect.ValueOf(77)})
	v.Elem().FieldByName("B").SetString("set")
	fmt.Printf("%+v\n", v.Elem().Interface())
	nt := reflect.New(t).Interface().(*tagged)
	nt.SetA(4)
	fmt.Println(nt.Hello(1), reflect.DeepEqual(*nt, tagged{A: 4}), reflect.ValueOf(nt).Type())
	fn := reflect.MakeFunc(reflect.TypeOf(func(int, int) int { return 0 }), func(a []reflect.Value) []reflect.Value {
		return []reflect.Value{reflect.ValueOf(int(a[0].Int() * a[1].Int()))}
	})
	fmt.Println(fn.Interface().(func(int, int) int)(6, 7), reflect.ValueOf(strings.ToUpper).Call([]reflect.Value{reflect.ValueOf("up")})[0])
	fmt.Println(reflect.TypeOf((*fmt.Stringer)(nil)).Elem().Kind(), reflect.TypeOf(&lv).Implements(reflect.TypeOf((*flag.Value)(nil)).Elem()))
	for k, v := range reflect.ValueOf(map[string]tagged{"z": {A: 1}}).Seq2() {
		fmt.Println(k, v.Field(0))
	}
}

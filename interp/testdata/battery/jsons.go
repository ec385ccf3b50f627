package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"strings"
	"time"
)

type Address struct {
	Street string `json:"street"`
	zip    string
}
type Person struct {
	Name    string         `json:"name"`
	Age     int            `json:"age,omitempty"`
	Emails  []string       `json:"emails"`
	Addr    *Address       `json:"addr,omitempty"`
	Meta    map[string]any `json:"meta,omitempty"`
	private int
	Skip    string          `json:"-"`
	Raw     json.RawMessage `json:"raw,omitempty"`
	When    time.Time       `json:"when,omitzero"`
	Level   Level           `json:"level"`
}
type Level int

func (l Level) MarshalJSON() ([]byte, error) { return json.Marshal([]string{"low", "high"}[l]) }
func (l *Level) UnmarshalJSON(b []byte) error {
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	switch s {
	case "low":
		*l = 0
	case "high":
		*l = 1
	default:
		return errors.New("bad level " + s)
	}
	return nil
}

type Color struct{ r, g, b uint8 }

func (c Color) MarshalText() ([]byte, error) {
	return fmt.Appendf(nil, "#%02x%02x%02x", c.r, c.g, c.b), nil
}
func (c *Color) UnmarshalText(t []byte) error {
	_, err := fmt.Sscanf(string(t), "#%02x%02x%02x", &c.r, &c.g, &c.b)
	return err
}

type Base struct {
	ID int `json:"id"`
}
type Derived struct {
	Base
	*Address
	Colors map[Color]int `json:"colors"`
	C      Color
}
type Node struct {
	V    int     `json:"v"`
	Kids []*Node `json:"kids,omitempty"`
}

func main() {
	p := Person{Name: "Ann", Age: 3, Addr: &Address{"Main", "z"}, private: 5, Skip: "s", Level: 1, Meta: map[string]any{"k": 1.5, "a": []int{1}}}
	b, err := json.Marshal(p)
	fmt.Println(string(b), err)
	var q Person
	err = json.Unmarshal([]byte(`{"name":"Bob","emails":["x","y"],"addr":{"street":"S","zip":"no"},"meta":{"n":1,"l":[1,"a",null]},"level":"high","raw":{"a":1},"private":9,"unknown":1}`), &q)
	fmt.Printf("%+v %v %s\n", q.Name, err, q.Raw)
	fmt.Println(q.Emails, *q.Addr, q.Meta, q.Level, q.private)
	err = json.Unmarshal([]byte(`{"level":"mid"}`), &q)
	fmt.Println(err)
	err = json.Unmarshal([]byte(`{"name":5}`), &q)
	var te *json.UnmarshalTypeError
	fmt.Println(errors.As(err, &te), err)
	err = json.Unmarshal([]byte(`{"name":`), &q)
	fmt.Println(err)
	d := Derived{Base{7}, &Address{Street: "E"}, map[Color]int{{1, 2, 3}: 4}, Color{255, 0, 16}}
	b, err = json.MarshalIndent(d, "", "  ")
	fmt.Println(string(b), err)
	var d2 Derived
	fmt.Println(json.Unmarshal(b, &d2), d2.ID, d2.Street, d2.Colors, d2.C)
	n := &Node{1, []*Node{{2, nil}, {3, []*Node{{V: 4}}}}}
	b, _ = json.Marshal(n)
	fmt.Println(string(b))
	var n2 Node
	json.Unmarshal(b, &n2)
	fmt.Println(n2.Kids[1].Kids[0].V)
	var any1 any
	json.Unmarshal([]byte(`{"a":[1,2,{"b":null}],"c":"d","t":true}`), &any1)
	fmt.Println(any1)
	dec := json.NewDecoder(strings.NewReader(`{"v":1} {"v":2} {"x":3}`))
	dec.DisallowUnknownFields()
	for dec.More() {
		var n Node
		if err := dec.Decode(&n); err != nil {
			fmt.Println(err)
			break
		}
		fmt.Println(n.V)
	}
	var buf bytes.Buffer
	enc := json.NewEncoder(&buf)
	enc.SetIndent(">", " ")
	enc.Encode(map[string]Level{"x": 0, "b": 1})
	fmt.Print(buf.String())
	json.NewEncoder(os.Stdout).Encode([]any{Level(1), Color{1, 2, 3}, struct {
		A int `json:"a"`
		b string
	}{1, "b"}})
	_, err = json.Marshal(map[string]any{"f": func() {}})
	fmt.Println(err)
	_, err = json.Marshal(struct{ L Level }{5 - 5})
	fmt.Println(err)
	type T struct {
		X int `json:",string"`
		Y float64
		Z *int
	}
	b, _ = json.Marshal([]T{{1, 2.5, nil}})
	fmt.Println(string(b))
}

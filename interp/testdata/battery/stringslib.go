package main

import (
	"bufio"
	"bytes"
	"fmt"
	"math"
	"math/big"
	"math/bits"
	"math/rand"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

type Word struct {
	s string
	n int
}

func freq(text string) map[string]int {
	m := map[string]int{}
	for _, w := range strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return !unicode.IsLetter(r) }) {
		m[w]++
	}
	return m
}

func reverse(s string) string {
	r := []rune(s)
	for i, j := 0, len(r)-1; i < j; i, j = i+1, j-1 {
		r[i], r[j] = r[j], r[i]
	}
	return string(r)
}

func main() {
	fmt.Println(freq("The cat and the hat. The END"))
	fmt.Println(reverse("héllo, 世界"), utf8.RuneCountInString("世界"))
	var sb strings.Builder
	for i := range 3 {
		fmt.Fprintf(&sb, "%d,", i)
	}
	sb.WriteByte('x')
	sb.WriteRune('é')
	fmt.Println(sb.String(), sb.Len())
	fmt.Println(strings.Map(func(r rune) rune {
		if unicode.IsDigit(r) {
			return -1
		}
		return unicode.ToUpper(r)
	}, "a1b2"), strings.Title("go lang"), strings.TrimFunc("  x ", unicode.IsSpace))
	before, after, ok := strings.Cut("k=v=w", "=")
	fmt.Println(before, after, ok, strings.Split("a,b", ","), strings.Replace("aaa", "a", "b", 2), strings.EqualFold("Go", "GO"))
	re := regexp.MustCompile(`(\w+)@(\w+)\.com`)
	fmt.Println(re.FindStringSubmatch("bob@example.com"), re.ReplaceAllString("a@b.com c@d.com", "$2:$1"), re.MatchString("no"))
	fmt.Println(re.ReplaceAllStringFunc("x@y.com", func(s string) string { return "<" + s + ">" }), re.FindAllStringIndex("a@b.com c@d.com", -1))
	fmt.Println(strconv.Quote("a\n"), strconv.FormatFloat(1.0/3, 'f', 4, 64), strconv.FormatInt(-255, 16))
	n, err := strconv.ParseInt("zz", 36, 64)
	fmt.Println(n, err)
	_, err = strconv.ParseFloat("1e999", 64)
	fmt.Println(err)
	var buf bytes.Buffer
	buf.WriteString("line1\nline2\n")
	r := bufio.NewReader(&buf)
	l, _ := r.ReadString('\n')
	fmt.Printf("%q\n", l)
	d := 90*time.Minute + 30*time.Second
	fmt.Println(d, d.Hours(), d.Round(time.Hour), time.Duration(1500)*time.Microsecond)
	t := time.Date(2024, time.February, 29, 12, 0, 0, 0, time.UTC)
	fmt.Println(t, t.AddDate(1, 0, 0).Format("2006-01-02"), t.Weekday(), t.YearDay(), t.Add(d).Format(time.RFC3339), t.Month() == time.February)
	t2, err := time.Parse("Jan 2, 2006", "Mar 3, 2021")
	fmt.Println(t2.Unix(), err, t.Sub(t2).Hours(), t2.Before(t))
	fmt.Println(math.Sqrt(2), math.Floor(-1.5), math.Mod(7, 3), math.Hypot(3, 4), math.MaxInt64, math.Trunc(2.7), math.Cbrt(27))
	fmt.Println(bits.OnesCount(255), bits.LeadingZeros8(1), bits.Reverse8(1))
	x := new(big.Int).Exp(big.NewInt(2), big.NewInt(100), nil)
	fmt.Println(x, x.Cmp(big.NewInt(0)), big.NewRat(1, 3))
	rng := rand.New(rand.NewSource(42))
	fmt.Println(rng.Intn(100), rng.Intn(100), rng.Perm(5), rng.Float64())
	fmt.Println(filepath.Join("a", "..", "b", "c.txt"), filepath.Ext("x.go"), filepath.Base("/a/b"))
	dir, _ := os.MkdirTemp("", "b")
	defer os.RemoveAll(dir)
	f := filepath.Join(dir, "x.txt")
	fmt.Println(os.WriteFile(f, []byte("a\nb\nc"), 0o600))
	data, _ := os.ReadFile(f)
	fmt.Println(strings.Count(string(data), "\n"), len(strings.Split(string(data), "\n")))
	for line := range strings.Lines("x\ny\n") {
		fmt.Printf("%q ", line)
	}
	for part := range strings.SplitSeq("1-2-3", "-") {
		fmt.Print(part, " ")
	}
	fmt.Println()
	file, _ := os.Open(f)
	sc := bufio.NewScanner(file)
	for i := 0; sc.Scan(); i++ {
		fmt.Print(i, sc.Text(), " ")
	}
	file.Close()
	fmt.Println()
	fmt.Println(bytes.Contains([]byte("seafood"), []byte("foo")), bytes.ToUpper([]byte("x")), string(bytes.TrimSpace([]byte(" a "))))
	rp := strings.NewReplacer("<", "&lt;", ">", "&gt;")
	fmt.Println(rp.Replace("<b>"), strings.ContainsAny("abc", "xyzc"), strings.LastIndex("go gopher", "go"), strings.Compare("a", "b"))
}

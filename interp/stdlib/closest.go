package stdlib

import "strings"

// Closest returns the word of a list that differs least from word, by a letter or two at most; "" if none is so close.
func Closest(word string, list []string) string {
	best, least := "", min(3, (len(word)+2)/3)
	for _, w := range list {
		if d := distance(word, w); d < least {
			best, least = w, d
		}
	}
	return best
}

// Alike returns up to three words of list: those that begin with word, or else those that share the most letters in a row
// with it, at least half of it, or the whole of themselves and three.
func Alike(word string, list []string) (best []string) {
	word = strings.ToLower(word)
	most := 0
	for _, w := range list {
		lower := strings.ToLower(w)
		n := common(word, lower)
		if strings.HasPrefix(lower, word) {
			n++
		}
		switch {
		case n < 3 || 2*n < len(word) && n < len(w) || n < most:
		case n > most:
			best, most = []string{w}, n
		case len(best) < 3:
			best = append(best, w)
		}
	}
	return best
}

// common is the length of the longest string that a and b both hold.
func common(a, b string) (most int) {
	row := make([]int, len(b)+1)
	for i := range len(a) {
		for j := len(b); j > 0; j-- {
			if row[j] = row[j-1] + 1; a[i] != b[j-1] {
				row[j] = 0
			}
			most = max(most, row[j])
		}
	}
	return most
}

// distance counts the letters to insert, delete or replace between a and b (Levenshtein 1965).
func distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := diagonal
			if a[i] != b[j] {
				cost++
			}
			diagonal = row[j+1]
			row[j+1] = min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}

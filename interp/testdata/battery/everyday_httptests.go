package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
)

type API struct{ items map[string]int }

func (a *API) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	switch r.Method {
	case http.MethodGet:
		json.NewEncoder(w).Encode(a.items)
	case http.MethodPost:
		var in map[string]int
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil {
			http.Error(w, err.Error(), http.StatusBadRequest)
			return
		}
		for k, v := range in {
			a.items[k] = v
		}
		w.WriteHeader(http.StatusCreated)
		fmt.Fprintln(w, len(a.items))
	default:
		http.Error(w, "no", http.StatusMethodNotAllowed)
	}
}

type middleware func(http.Handler) http.Handler

func logged(log *[]string) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			*log = append(*log, r.Method+" "+r.URL.Path)
			next.ServeHTTP(w, r)
		})
	}
}
func auth(token string) middleware {
	return func(next http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if r.Header.Get("Authorization") != "Bearer "+token {
				http.Error(w, "unauthorized", 401)
				return
			}
			next.ServeHTTP(w, r)
		})
	}
}
func chain(h http.Handler, ms ...middleware) http.Handler {
	for i := len(ms) - 1; i >= 0; i-- {
		h = ms[i](h)
	}
	return h
}

func main() {
	var log []string
	mux := http.NewServeMux()
	mux.Handle("/items", chain(&API{map[string]int{"a": 1}}, logged(&log), auth("t")))
	mux.HandleFunc("GET /hello/{name}", func(w http.ResponseWriter, r *http.Request) {
		fmt.Fprintf(w, "hello %s %s", r.PathValue("name"), r.URL.Query().Get("q"))
	})
	do := func(method, path, body, token string) {
		r := httptest.NewRequest(method, path, strings.NewReader(body))
		if token != "" {
			r.Header.Set("Authorization", "Bearer "+token)
		}
		w := httptest.NewRecorder()
		mux.ServeHTTP(w, r)
		res := w.Result()
		b, _ := io.ReadAll(res.Body)
		fmt.Printf("%d %q %q\n", res.StatusCode, res.Header.Get("Content-Type"), b)
	}
	do("GET", "/items", "", "")
	do("GET", "/items", "", "t")
	do("POST", "/items", `{"b":2}`, "t")
	do("POST", "/items", `{`, "t")
	do("PUT", "/items", "", "t")
	do("GET", "/hello/bob?q=x%20y", "", "")
	do("GET", "/none", "", "")
	fmt.Println(log)
	srv := httptest.NewServer(mux)
	defer srv.Close()
	res, err := http.Get(srv.URL + "/hello/eve")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer res.Body.Close()
	b, _ := io.ReadAll(res.Body)
	fmt.Println(res.Status, string(b))
	fmt.Println(http.StatusText(418), http.CanonicalHeaderKey("x-foo-bar"), http.DetectContentType([]byte("<html>")))
}

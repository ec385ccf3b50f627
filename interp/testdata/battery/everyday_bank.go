package main

import (
	"errors"
	"fmt"
	"sort"
	"strings"
	"sync"
)

type Money int64

func (m Money) String() string { return fmt.Sprintf("$%d.%02d", int64(m)/100, int64(m)%100) }

type InsufficientFunds struct {
	Need, Have Money
}

func (e *InsufficientFunds) Error() string {
	return fmt.Sprintf("insufficient funds: need %v, have %v", e.Need, e.Have)
}

var ErrNoAccount = errors.New("no such account")

type Account struct {
	ID      string
	balance Money
	log     []string
}

type Bank struct {
	mu       sync.RWMutex
	accounts map[string]*Account
}

func NewBank() *Bank { return &Bank{accounts: make(map[string]*Account)} }

func (b *Bank) Open(id string, m Money) *Account {
	b.mu.Lock()
	defer b.mu.Unlock()
	a := &Account{ID: id, balance: m}
	b.accounts[id] = a
	return a
}

func (b *Bank) get(id string) (*Account, error) {
	if a, ok := b.accounts[id]; ok {
		return a, nil
	}
	return nil, fmt.Errorf("get %q: %w", id, ErrNoAccount)
}

func (b *Bank) Transfer(from, to string, m Money) (err error) {
	b.mu.Lock()
	defer b.mu.Unlock()
	defer func() {
		if err != nil {
			err = fmt.Errorf("transfer: %w", err)
		}
	}()
	src, err := b.get(from)
	if err != nil {
		return err
	}
	dst, err := b.get(to)
	if err != nil {
		return err
	}
	if src.balance < m {
		return &InsufficientFunds{m, src.balance}
	}
	src.balance -= m
	dst.balance += m
	src.log = append(src.log, "-"+m.String())
	dst.log = append(dst.log, "+"+m.String())
	return nil
}

func (b *Bank) Total() (t Money) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	for _, a := range b.accounts {
		t += a.balance
	}
	return
}

func main() {
	b := NewBank()
	b.Open("alice", 10050)
	b.Open("bob", 500)
	fmt.Println(b.Transfer("alice", "bob", 5000))
	err := b.Transfer("bob", "alice", 999999)
	fmt.Println(err)
	var inf *InsufficientFunds
	if errors.As(err, &inf) {
		fmt.Println("short by", inf.Need-inf.Have)
	}
	err = b.Transfer("carol", "bob", 1)
	fmt.Println(err, errors.Is(err, ErrNoAccount), errors.Unwrap(errors.Unwrap(err)) == ErrNoAccount)
	var wg sync.WaitGroup
	for i := range 50 {
		wg.Add(1)
		go func() {
			defer wg.Done()
			if i%2 == 0 {
				b.Transfer("alice", "bob", 1)
			} else {
				b.Transfer("bob", "alice", 1)
			}
		}()
	}
	wg.Wait()
	fmt.Println(b.Total())
	var ids []string
	for id := range b.accounts {
		ids = append(ids, id)
	}
	sort.Strings(ids)
	for _, id := range ids {
		a := b.accounts[id]
		fmt.Printf("%-8s %10v %d %s\n", a.ID, a.balance, len(a.log), strings.Join(a.log[:1], ","))
	}
	fmt.Printf("%v %+v\n", *inf, *inf)
	fmt.Printf("%T %v\n", inf, joined())
}

func joined() error {
	return errors.Join(ErrNoAccount, &InsufficientFunds{1, 0}, nil, fmt.Errorf("multi: %w and %w", ErrNoAccount, errors.ErrUnsupported))
}

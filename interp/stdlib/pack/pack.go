// Package pack is the file format of the archives that interp/stdlib embeds: named members, each compressed by
// itself, behind an index, so that one member is read without touching the others.
package pack

import (
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"slices"
)

// magic opens every archive; its digit is the version of the format.
const magic = "gojacpk1"

var errCorrupt = errors.New("pack: the archive is damaged")

// Write lays members out as an archive. The same members give the same bytes.
func Write(members map[string][]byte) ([]byte, error) {
	names := make([]string, 0, len(members))
	for name := range members {
		names = append(names, name)
	}
	slices.Sort(names)
	var body bytes.Buffer
	index := binary.AppendUvarint([]byte(magic), uint64(len(names)))
	for _, name := range names {
		start := body.Len()
		w, err := flate.NewWriter(&body, flate.BestCompression)
		if err != nil {
			return nil, err
		}
		if _, err := w.Write(members[name]); err != nil {
			return nil, err
		}
		if err := w.Close(); err != nil {
			return nil, err
		}
		index = binary.AppendUvarint(index, uint64(len(name)))
		index = append(index, name...)
		index = binary.AppendUvarint(index, uint64(body.Len()-start))
		index = binary.AppendUvarint(index, uint64(len(members[name])))
	}
	return append(index, body.Bytes()...), nil
}

// An Archive gives out the members of an archive in memory. It is safe for concurrent use.
type Archive struct {
	names   []string
	members map[string]member
}

type member struct {
	packed []byte
	size   int
}

// Open reads the index of an archive and keeps data.
func Open(data []byte) (*Archive, error) {
	rest, ok := bytes.CutPrefix(data, []byte(magic))
	if !ok {
		return nil, errCorrupt
	}
	number := func() int {
		v, n := binary.Uvarint(rest)
		if n <= 0 || v > uint64(len(data))<<16 {
			rest = nil
			return -1
		}
		rest = rest[n:]
		return int(v)
	}
	count := number()
	a := &Archive{members: make(map[string]member)}
	lengths := []int{}
	for range count {
		n := number()
		if n < 0 || n > len(rest) {
			return nil, errCorrupt
		}
		name := string(rest[:n])
		rest = rest[n:]
		length, size := number(), number()
		if length < 0 || size < 0 {
			return nil, errCorrupt
		}
		a.names = append(a.names, name)
		a.members[name] = member{size: size}
		lengths = append(lengths, length)
	}
	for i, name := range a.names {
		if lengths[i] > len(rest) {
			return nil, errCorrupt
		}
		a.members[name] = member{packed: rest[:lengths[i]], size: a.members[name].size}
		rest = rest[lengths[i]:]
	}
	if count < 0 || len(rest) != 0 {
		return nil, errCorrupt
	}
	return a, nil
}

// Names returns the names of the members in order.
func (a *Archive) Names() []string { return a.names }

// Has reports whether there is a member of that name.
func (a *Archive) Has(name string) bool { _, ok := a.members[name]; return ok }

// Read unpacks one member.
func (a *Archive) Read(name string) ([]byte, error) {
	m, ok := a.members[name]
	if !ok {
		return nil, fmt.Errorf("pack: no member %q", name)
	}
	out := make([]byte, m.size)
	r := flate.NewReader(bytes.NewReader(m.packed))
	if _, err := io.ReadFull(r, out); err != nil {
		return nil, fmt.Errorf("pack: member %q: %w", name, err)
	}
	return out, nil
}

package kernel

import (
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/hex"
	"fmt"
	"hash"
	"maps"
	"os"
	"slices"
	"sync"
	"sync/atomic"
)

// schemes are the ways to sign.
var schemes = map[string]func() hash.Hash{
	"hmac-sha256": sha256.New,
	"hmac-sha384": sha512.New384,
	"hmac-sha512": sha512.New,
}

func schemeNames() []string { return slices.Sorted(maps.Keys(schemes)) }

// A session is one life of the kernel: its name, by which clients notice a restart,
// and the key messages are signed with.
type session struct {
	id     string
	key    []byte
	hash   func() hash.Hash
	serial atomic.Int64
	seen   digests
}

func newSession(key, scheme string) *session {
	var b [16]byte
	rand.Read(b[:])
	return &session{id: hex.EncodeToString(b[:]), key: []byte(key), hash: schemes[scheme]}
}

func (s *session) nextID() string {
	return fmt.Sprintf("%s_%d_%d", s.id, os.Getpid(), s.serial.Add(1))
}

// sign returns the signature of the four JSON frames, empty without a key.
func (s *session) sign(parts [][]byte) []byte {
	if len(s.key) == 0 {
		return nil
	}
	mac := hmac.New(s.hash, s.key)
	for _, p := range parts {
		mac.Write(p)
	}
	return hex.AppendEncode(nil, mac.Sum(nil))
}

// verify fails unless the signature is right and new.
func (s *session) verify(signature []byte, parts [][]byte) error {
	if len(s.key) == 0 {
		return nil
	}
	if !hmac.Equal(s.sign(parts), signature) {
		return errSignature
	}
	if !s.seen.add(string(signature)) {
		return errReplay
	}
	return nil
}

// digests remembers the latest signatures, at least perGeneration of them.
type digests struct {
	mu    sync.Mutex
	young map[string]bool
	old   map[string]bool
}

const perGeneration = 16 << 10

// add reports whether d is new.
func (s *digests) add(d string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.young[d] || s.old[d] {
		return false
	}
	if s.young == nil || len(s.young) >= perGeneration {
		s.young, s.old = map[string]bool{}, s.young
	}
	s.young[d] = true
	return true
}

package main

import (
	"bytes"
	"crypto"
	"crypto/aes"
	"crypto/cipher"
	"crypto/hmac"
	"crypto/md5"
	"crypto/rand"
	"crypto/sha1"
	"crypto/sha256"
	"crypto/sha512"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"fmt"
	"hash"
	"hash/adler32"
	"hash/crc32"
	"hash/crc64"
	"hash/fnv"
	"hash/maphash"
	"io"
)

type Vault struct{ aead cipher.AEAD }

var ErrOpen = errors.New("vault: cannot open")

func NewVault(pass string) (*Vault, error) {
	k := sha256.Sum256([]byte(pass))
	b, err := aes.NewCipher(k[:])
	if err != nil {
		return nil, err
	}
	g, err := cipher.NewGCM(b)
	return &Vault{g}, err
}
func (v *Vault) Seal(msg, ad []byte) []byte {
	nonce := make([]byte, v.aead.NonceSize())
	rand.Read(nonce)
	return v.aead.Seal(nonce, nonce, msg, ad)
}
func (v *Vault) Open(box, ad []byte) ([]byte, error) {
	n := v.aead.NonceSize()
	if len(box) < n {
		return nil, ErrOpen
	}
	m, err := v.aead.Open(nil, box[:n], box[n:], ad)
	if err != nil {
		return nil, fmt.Errorf("%w: %v", ErrOpen, err)
	}
	return m, nil
}

type Block struct {
	prev, hash [32]byte
	data       string
	nonce      int
}

func mine(prev [32]byte, data string) Block {
	for n := 0; ; n++ {
		h := sha256.Sum256(fmt.Appendf(nil, "%x|%s|%d", prev, data, n))
		if h[0] == 0 {
			return Block{prev, h, data, n}
		}
	}
}

func main() {
	hashes := []struct {
		name string
		h    hash.Hash
	}{{"md5", md5.New()}, {"sha1", sha1.New()}, {"sha256", sha256.New()}, {"sha512", sha512.New()}, {"224", sha256.New224()}, {"fnv", fnv.New32a()}, {"fnv128", fnv.New128a()}, {"crc", crc32.NewIEEE()}, {"adler", adler32.New()}, {"crc64", crc64.New(crc64.MakeTable(crc64.ISO))}}
	for _, x := range hashes {
		io.WriteString(x.h, "hello")
		fmt.Println(x.name, x.h.Size(), x.h.BlockSize(), hex.EncodeToString(x.h.Sum(nil)))
		x.h.Reset()
	}
	m := hmac.New(sha256.New, []byte("key"))
	m.Write([]byte("msg"))
	mac := m.Sum(nil)
	fmt.Printf("%x %v\n", mac, hmac.Equal(mac, mac))
	fmt.Printf("%x\n", md5.Sum([]byte("x")))
	fmt.Println(crc32.ChecksumIEEE([]byte("abc")), crc32.Checksum([]byte("abc"), crc32.MakeTable(crc32.Castagnoli)), subtle.ConstantTimeCompare([]byte("a"), []byte("a")))
	v, err := NewVault("pw")
	fmt.Println(err)
	box := v.Seal([]byte("secret"), []byte("ad"))
	pt, err := v.Open(box, []byte("ad"))
	fmt.Println(string(pt), err, len(box))
	box[len(box)-1] ^= 1
	_, err = v.Open(box, []byte("ad"))
	fmt.Println(err, errors.Is(err, ErrOpen))
	_, err = aes.NewCipher([]byte("short"))
	var ks aes.KeySizeError
	fmt.Println(err, errors.As(err, &ks))
	blk, _ := aes.NewCipher(bytes.Repeat([]byte{7}, 16))
	iv := make([]byte, 16)
	out := make([]byte, 20)
	cipher.NewCTR(blk, iv).XORKeyStream(out, []byte("counter mode message"))
	fmt.Printf("%x\n", out)
	cbc := cipher.NewCBCEncrypter(blk, iv)
	p := bytes.Repeat([]byte("A"), 32)
	cbc.CryptBlocks(p, p)
	fmt.Printf("%x %d\n", p, cbc.BlockSize())
	sr := cipher.StreamReader{S: cipher.NewCTR(blk, iv), R: bytes.NewReader(out)}
	dec, _ := io.ReadAll(sr)
	fmt.Println(string(dec))
	fmt.Println(crypto.SHA256.Available(), crypto.SHA256, crypto.SHA256.New().Size())
	var prev [32]byte
	for _, d := range []string{"genesis", "second"} {
		b := mine(prev, d)
		fmt.Printf("%s %d %x prev=%x\n", b.data, b.nonce, b.hash[:4], b.prev[:4])
		prev = b.hash
	}
	var mh maphash.Hash
	mh.WriteString("a")
	s1 := mh.Sum64()
	mh.Reset()
	mh.WriteString("a")
	seed := maphash.MakeSeed()
	fmt.Println(s1 == mh.Sum64(), maphash.String(seed, "x") == maphash.String(seed, "x"), maphash.Comparable(seed, 3) == maphash.Comparable(seed, 3))
	n, err := rand.Read(make([]byte, 8))
	t := rand.Text()
	fmt.Println(n, err, len(t))
}

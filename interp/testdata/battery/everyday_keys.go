package main

import (
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"crypto/sha256"
	"crypto/x509"
	"encoding/pem"
	"fmt"
)

func main() {
	seed := make([]byte, ed25519.SeedSize)
	k := ed25519.NewKeyFromSeed(seed)
	pub := k.Public().(ed25519.PublicKey)
	sig := ed25519.Sign(k, []byte("m"))
	fmt.Printf("%x %x %v %v\n", pub, sig[:8], ed25519.Verify(pub, []byte("m"), sig), ed25519.Verify(pub, []byte("n"), sig))
	s2, err := k.Sign(nil, []byte("m"), crypto.Hash(0))
	fmt.Println(string(s2) == string(sig), err)
	ec, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	h := sha256.Sum256([]byte("x"))
	es, _ := ecdsa.SignASN1(rand.Reader, ec, h[:])
	fmt.Println(err, ecdsa.VerifyASN1(&ec.PublicKey, h[:], es))
	rk, err := rsa.GenerateKey(rand.Reader, 2048)
	ct, _ := rsa.EncryptOAEP(sha256.New(), rand.Reader, &rk.PublicKey, []byte("hi"), nil)
	pt, _ := rsa.DecryptOAEP(sha256.New(), nil, rk, ct, nil)
	fmt.Println(string(pt), err, rk.Size())
	der, err := x509.MarshalPKCS8PrivateKey(k)
	fmt.Print(string(pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: der})), err, "\n")
}

// age makes a machine's certificates older: each leaf is signed anew by its own CA, all of it as it was but for the two dates,
// which lie so many days earlier, and the serial number. Keys stay. No clock is touched.
//
//	age DAYS ROOT [CAS]   ROOT: the machine's file system; CAS: the one whose CA keys sign, when they are not in ROOT
package main

import (
	"bytes"
	"crypto"
	"crypto/rand"
	"crypto/x509"
	"encoding/base64"
	"encoding/pem"
	"errors"
	"fmt"
	"io/fs"
	"math/big"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

type authority struct {
	certificate *x509.Certificate
	key         crypto.Signer
}

var embedded = regexp.MustCompile(`(client-certificate-data: *)([A-Za-z0-9+/=]+)`)

func main() {
	days, err := strconv.Atoi(os.Args[1])
	check(err)
	root := os.Args[2]
	authorities := authoritiesOf(os.Args[len(os.Args)-1])
	if len(authorities) == 0 {
		check(fmt.Errorf("no CA with its key below %s/etc/kubernetes/pki", os.Args[len(os.Args)-1]))
	}
	var files []string
	for _, pattern := range []string{"pki/*.crt", "pki/etcd/*.crt", "*.conf"} {
		found, _ := filepath.Glob(filepath.Join(root, "etc/kubernetes", pattern))
		files = append(files, found...)
	}
	files = append(files, kubeletClient(root)...)
	if len(files) == 0 {
		check(fmt.Errorf("%s has no certificates of kubeadm", root))
	}
	for _, file := range files {
		content, err := os.ReadFile(file)
		check(err)
		var aged []byte
		if strings.HasSuffix(file, ".conf") {
			aged = embedded.ReplaceAllFunc(content, func(found []byte) []byte {
				parts := embedded.FindSubmatch(found)
				text, err := base64.StdEncoding.DecodeString(string(parts[2]))
				check(err)
				return append(parts[1], base64.StdEncoding.EncodeToString(age(text, days, authorities, file))...)
			})
		} else {
			aged = age(content, days, authorities, file)
		}
		if !bytes.Equal(content, aged) {
			check(os.WriteFile(file, aged, 0)) // in place: owner and mode stay
			fmt.Println("/" + strings.TrimPrefix(strings.TrimPrefix(file, root), "/"))
		}
	}
}

// The kubelet's current client certificate is a link to an absolute path, as its machine sees it.
func kubeletClient(root string) []string {
	link := filepath.Join(root, "var/lib/kubelet/pki/kubelet-client-current.pem")
	target, err := os.Readlink(link)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	check(err)
	return []string{filepath.Join(root, target)}
}

func authoritiesOf(root string) []authority {
	var all []authority
	for _, name := range []string{"ca", "front-proxy-ca", "etcd/ca"} {
		file := filepath.Join(root, "etc/kubernetes/pki", name)
		text, err := os.ReadFile(file + ".key")
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		check(err)
		key := parseKey(text)
		text, err = os.ReadFile(file + ".crt")
		check(err)
		block, _ := pem.Decode(text)
		certificate, err := x509.ParseCertificate(block.Bytes)
		check(err)
		all = append(all, authority{certificate, key})
	}
	return all
}

func parseKey(text []byte) crypto.Signer {
	block, _ := pem.Decode(text)
	if key, err := x509.ParsePKCS1PrivateKey(block.Bytes); err == nil {
		return key
	}
	if key, err := x509.ParseECPrivateKey(block.Bytes); err == nil {
		return key
	}
	key, err := x509.ParsePKCS8PrivateKey(block.Bytes)
	check(err)
	return key.(crypto.Signer)
}

// Everything of the PEM text stays but the leaf certificates in it.
func age(text []byte, days int, authorities []authority, file string) []byte {
	var out bytes.Buffer
	for block, rest := pem.Decode(text); block != nil; block, rest = pem.Decode(rest) {
		if block.Type == "CERTIFICATE" {
			certificate, err := x509.ParseCertificate(block.Bytes)
			check(err)
			if !certificate.IsCA {
				block.Bytes = older(certificate, days, issuerOf(certificate, authorities, file))
			}
		}
		check(pem.Encode(&out, block))
	}
	return out.Bytes()
}

func issuerOf(certificate *x509.Certificate, authorities []authority, file string) authority {
	for _, candidate := range authorities {
		if certificate.CheckSignatureFrom(candidate.certificate) == nil {
			return candidate
		}
	}
	check(fmt.Errorf("%s: no key of the CA %s", file, certificate.Issuer))
	panic("unreachable")
}

func older(certificate *x509.Certificate, days int, by authority) []byte {
	template := *certificate
	template.NotBefore = certificate.NotBefore.AddDate(0, 0, -days)
	template.NotAfter = certificate.NotAfter.AddDate(0, 0, -days)
	template.SignatureAlgorithm = x509.UnknownSignatureAlgorithm
	serial, err := rand.Int(rand.Reader, new(big.Int).Lsh(big.NewInt(1), 62))
	check(err)
	template.SerialNumber = serial
	signed, err := x509.CreateCertificate(rand.Reader, &template, by.certificate, certificate.PublicKey, by.key)
	check(err)
	return signed
}

func check(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, "age:", err)
		os.Exit(1)
	}
}

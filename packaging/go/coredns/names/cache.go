package names

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
)

// The cache is the map as a full feed would send it, so that it is read by the same parser.

func loadCache(path string, names *table) error {
	file, err := os.Open(path)
	if errors.Is(err, os.ErrNotExist) {
		return nil
	}
	if err != nil {
		return err
	}
	defer file.Close()
	reader := session{names: names, acked: func(uint64, error) error { return nil }, changed: func() {}}
	if err := reader.run(file); !errors.Is(err, io.EOF) {
		return fmt.Errorf("%s: %w", path, err)
	}
	if !reader.loaded {
		return fmt.Errorf("%s: cut short", path)
	}
	return nil
}

func saveCache(path string, names *table) error {
	file, err := os.CreateTemp(filepath.Dir(path), ".names-")
	if err != nil {
		return err
	}
	defer os.Remove(file.Name()) // after the rename there is none
	defer file.Close()
	if err := writeLines(file, names.entries()); err != nil {
		return err
	}
	if err := file.Sync(); err != nil {
		return err
	}
	return os.Rename(file.Name(), path)
}

func writeLines(to io.Writer, list []entry) error {
	buffer := bufio.NewWriter(to)
	encoder := json.NewEncoder(buffer)
	if err := encoder.Encode(map[string]int{"full": len(list)}); err != nil {
		return err
	}
	for _, one := range list {
		record := struct {
			Put  string   `json:"put"`
			A    []string `json:"a,omitempty"`
			AAAA []string `json:"aaaa,omitempty"`
		}{Put: one.label}
		for _, address := range one.addresses {
			if address.Is4() {
				record.A = append(record.A, address.String())
			} else {
				record.AAAA = append(record.AAAA, address.String())
			}
		}
		if err := encoder.Encode(record); err != nil {
			return err
		}
	}
	if err := encoder.Encode(map[string]bool{"end": true}); err != nil {
		return err
	}
	return buffer.Flush()
}

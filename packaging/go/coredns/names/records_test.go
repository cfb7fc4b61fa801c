package names

import (
	"os"
	"path/filepath"
	"testing"
)

func TestRecordsThatAreRefused(t *testing.T) {
	for _, text := range []string{
		"www.example.org. 60 A 10.9.0.1", "home.cell. 60 NS elsewhere.example.",
		"home.cell. 60 CNAME elsewhere.example.", "home.cell. 60 DNAME elsewhere.example.",
		"a.home.cell. 60 CNAME b.home.cell.\na.home.cell. 60 A 10.9.0.1",
		"a.home.cell. 60 A 10.9.0.1\na.home.cell. 60 CNAME b.home.cell.",
		"a.home.cell. 60 CH TXT x", "$INCLUDE /etc/passwd", "a.home.cell. 60 A nonsense",
	} {
		path := filepath.Join(t.TempDir(), "records.zone")
		if err := os.WriteFile(path, []byte(text+"\n"), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := loadRecords(path, testOrigins); err == nil {
			t.Errorf("%q was taken", text)
		}
	}
}

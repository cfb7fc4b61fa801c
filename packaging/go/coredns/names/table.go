package names

import (
	"net/netip"
	"slices"
	"sync"
)

// table is the map of peer names, both ways. Many goroutines read it; one feed writes it.
type table struct {
	mutex     sync.RWMutex
	forward   map[string][]netip.Addr // label -> addresses
	reverse   map[netip.Addr]string
	populated bool // once: without a map, "no such name" would be a lie
}

func newTable() *table {
	return &table{forward: map[string][]netip.Addr{}, reverse: map[netip.Addr]string{}}
}

func (t *table) put(label string, addresses []netip.Addr) error {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	if _, known := t.forward[label]; !known && len(t.forward) >= maxNames {
		return errLimit
	}
	t.remove(label)
	t.forward[label] = addresses
	for _, address := range addresses {
		t.reverse[address] = label
	}
	return nil
}

func (t *table) del(label string) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.remove(label)
}

// remove leaves an address alone which another name has taken meanwhile.
func (t *table) remove(label string) {
	for _, address := range t.forward[label] {
		if t.reverse[address] == label {
			delete(t.reverse, address)
		}
	}
	delete(t.forward, label)
}

// replace takes over the maps of `other`, which nobody else may hold: readers see the old map or
// the new one.
func (t *table) replace(other *table) {
	t.mutex.Lock()
	defer t.mutex.Unlock()
	t.forward, t.reverse, t.populated = other.forward, other.reverse, true
}

// addresses returns the addresses of a name, and whether there is such a name and a map at all.
func (t *table) addresses(label string) (found []netip.Addr, exists, populated bool) {
	t.mutex.RLock()
	defer t.mutex.RUnlock()
	found, exists = t.forward[label]
	return found, exists, t.populated
}

func (t *table) label(address netip.Addr) (label string, exists, populated bool) {
	t.mutex.RLock()
	defer t.mutex.RUnlock()
	label, exists = t.reverse[address]
	return label, exists, t.populated
}

type entry struct {
	label     string
	addresses []netip.Addr
}

// entries are a copy, in the order of their names.
func (t *table) entries() []entry {
	t.mutex.RLock()
	defer t.mutex.RUnlock()
	list := make([]entry, 0, len(t.forward))
	for label, addresses := range t.forward {
		list = append(list, entry{label, addresses})
	}
	slices.SortFunc(list, func(a, b entry) int {
		if a.label < b.label {
			return -1
		}
		return 1
	})
	return list
}

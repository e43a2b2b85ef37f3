import type { Laws } from "./laws.ts";

const go: Laws = {
  language: "go",
  comment: "// why",
  source: `// Package shop sells.
package shop

import (
	"fmt"
	text "strings"
)

// Item is sold.
type Item struct {
	Price int
	name  string
}

type Pricer interface{ Total(items []Item) int }

const limit = 10

func (shelf *Shelf[T]) Total(items []Item, sizes ...int) (sum int, err error) {
outer:
	for i, item := range items {
		if n := item.Price; n > 0 && i < limit {
			sum += n * 2
			fmt.Println(text.ToUpper(item.name), sum)
			continue outer
		}
	}
	box := &Item{Price: 3, name: "x"}
	add := func(a, b int) int { return a + b }
	defer add(box.Price, 1)
	return shelf.Total(items), nil
}

type Shelf[T any] struct{ stock map[string]T }
`,
  own: "text Item Price name Pricer Total items limit shelf Shelf T sizes sum err outer i item n box add a stock",
  same: [
    [
      "grouping of imports",
      'import (\n\t"fmt"\n\ttext "strings"\n)',
      'import "fmt"\nimport text "strings"',
    ],
    ["order of imports", '\t"fmt"\n\ttext "strings"', '\ttext "strings"\n\t"fmt"'],
    ["brackets", "n * 2", "(n * 2)"],
    ["white space", "{ return a + b }", "{\n\t\treturn a + b\n\t}"],
  ],
  different: [
    ["operator", "n * 2", "n / 2"],
    ["number", "limit = 10", "limit = 11"],
    ["method of a package", "Println", "Print"],
    ["package", '"strings"', '"bytes"'],
    ["missing statement", "\t\t\tcontinue outer\n", ""],
    ["declaration instead of assignment", "sum += n", "sum := n"],
    ["type", "Price int", "Price string"],
    ["string", '"x"', '"y"'],
    ["missing defer", "defer add", "add"],
    ["pointer", "&Item", "Item"],
  ],
};

const rust: Laws = {
  language: "rust",
  comment: "// why",
  source: `use std::collections::{HashMap, BTreeMap as Tree};
use crate::cart::{total, Cart};

/// An item.
#[derive(Debug)]
pub struct Item<'a, T: Clone> { price: u32, name: &'a str, kind: T }
enum Kind { Small, Big { size: u32 }, Pair(u8) }
const LIMIT: u32 = 10;
trait Priced { fn price_of(&self) -> u32; }

impl<'a, T: Clone> Priced for Item<'a, T> {
    fn price_of(&self) -> u32 { self.price }
}
impl Item<'_, u8> {
    fn build(price: u32, name: &str) -> Self { Self { price: price, name: name, kind: 1 } }
}

fn sum_all(items: &[Item<u8>], (low, high): (u32, u32)) -> Result<u32, String> {
    let mut sum = 0u32;
    'outer: for (i, item) in items.iter().enumerate() {
        if let Some(found) = item.price.checked_add(1) { sum += found; continue 'outer; }
        match item.kind {
            Kind::Small => {}
            Kind::Big { size: big } => sum += big,
            Kind::Pair(small) if small > 1 => { println!("{} {sum:?}", low + item.price); }
            other @ 1..=3 => drop(other),
            _ => return Err("bad".to_string()),
        }
    }
    let double = |left: u32, y| left * y;
    let made = Item::build(double(LIMIT, 2), "x");
    let map: HashMap<u32, Cart> = HashMap::new();
    let zeros = [0; 3];
    let _ = (Tree::<u32, u32>::new(), i, high, map, zeros);
    Ok(total(sum + made.price_of()))
}
`,
  own: "Tree total Cart Item price name kind Kind Small Big Pair size LIMIT Priced price_of build sum_all items low high sum outer item found big small other double left y made map zeros T a",
  same: [
    [
      "order of imports",
      "use std::collections::{HashMap, BTreeMap as Tree};\nuse crate::cart::{total, Cart};",
      "use crate::cart::{Cart, total};\nuse std::collections::{BTreeMap as Tree, HashMap};",
    ],
    ["shorthand of fields", "price: price, name: name", "price, name"],
    ["doc comments", "/// An item.\n", ""],
    ["brackets", "left * y", "(left * y)"],
    ["braces of an arm", "=> sum += big", "=> { sum += big }"],
    ["white space", "let mut sum = 0u32;", "let mut sum =\n        0u32;"],
  ],
  different: [
    ["operator", "left * y", "left + y"],
    ["number", "u32 = 10", "u32 = 11"],
    ["method of the world", "checked_add", "saturating_add"],
    ["constructor of the world", "HashMap::new", "HashMap::default"],
    ["missing mut", "let mut sum", "let sum"],
    ["missing arm", "            Kind::Small => {}\n", ""],
    ["derive", "Debug", "Clone"],
    ["repetition", "[0; 3]", "[0, 3]"],
    ["value thrown away", "Ok(total(sum + made.price_of()))", "Ok(total(sum + made.price_of()));"],
    ["range", "1..=3", "1..3"],
    ["string", '"bad"', '"worse"'],
  ],
};

const java: Laws = {
  language: "java",
  comment: "// why",
  source: `package shop.cart;

import java.util.List;
import static java.lang.Math.max;

/** A shelf. */
public class Shelf<T extends Item> implements Seller {
    private static final int LIMIT = 10;
    private final List<T> items = new ArrayList<>();
    enum Color { RED, GREEN(1); }
    record Point(int left, int top) {}
    public Shelf(List<T> given, int... sizes) { this.items.addAll(given); }
    /** Adds. */
    public int total(final T first) throws IOException {
        int sum = 0, rest;
        outer:
        for (T item : items) {
            if (item.price() > 0) sum += item.price() * 2;
            else { continue outer; }
        }
        for (int i = 0; i < LIMIT; i++) { put(i); }
        items.stream().map(x -> x.name()).map((y) -> y).map(Shelf::new);
        try (Reader reader = open("f")) { reader.read(); } catch (IOException | Error e) { throw new Fault("bad", e); }
        if (first instanceof Item it && it.ok()) { System.out.println(Color.RED); }
        return (sum);
    }
    void put(int amount) { total(null); this.put(amount); }
}
`,
  own: "Shelf T LIMIT items Color RED GREEN Point left top given sizes total first sum rest outer item i x y reader e it put amount",
  same: [
    [
      "order of imports",
      "import java.util.List;\nimport static java.lang.Math.max;",
      "import static java.lang.Math.max;\nimport java.util.List;",
    ],
    ["doc comments", "/** Adds. */", ""],
    ["braces around one statement", "sum += item.price() * 2;", "{ sum += item.price() * 2; }"],
    ["brackets of a parameter", "x -> x.name()", "(x) -> x.name()"],
    ["brackets", "return (sum)", "return sum"],
    ["white space", "{ put(i); }", "{\n            put(i);\n        }"],
  ],
  different: [
    ["operator", "item.price() * 2", "item.price() / 2"],
    ["number", "LIMIT = 10", "LIMIT = 11"],
    ["method of the world", "println", "print"],
    ["import", "java.util.List", "java.util.Set"],
    ["missing statement", "reader.read();", ""],
    ["type", "int sum", "long sum"],
    ["modifier", "private static final int", "private final int"],
    ["exception", "IOException | Error", "Error"],
    ["string", '"f"', '"g"'],
  ],
};

const csharp: Laws = {
  language: "csharp",
  comment: "// why",
  source: `using System;
using System.Collections.Generic;
using Alias = System.Text.StringBuilder;
namespace Shop.Cart;
/// <summary>A shelf.</summary>
public class Shelf<T> : Base where T : Item
{
    private const int Limit = 10;
    private readonly List<T> _items = new();
    public int Count { get; set; } = 3;
    public enum Color { Red, Green = 2 }
    public record Point(int Left, int Top);
    public Shelf(List<T> given, int size = 1) : base(given) { _items = given; }
    public int Total(T first, params int[] rest)
    {
        int sum = 0, other = Limit;
        var (low, high) = Pair();
        foreach (var item in _items) { if (item.Price > 0) sum += item.Price * 2; else { continue; } }
        for (int i = 0; i < Limit; i++) Add(i);
        var query = from part in _items where part.Ok select part.Name;
        _items.Select(x => x.Name).Where((int z) => z > 0);
        try { using var reader = Open("f"); } catch (Exception e) when (e.Ok) { throw new Error($"bad {e.Message} {sum:F2}"); }
        if (first is Item it && it.Ok) Console.WriteLine(Color.Red);
        if (int.TryParse("1", out var parsed)) { Total(first: null); }
        return sum switch { 1 => 2, _ => (3) };
        int Local(int deep) => deep + low;
    }
}
`,
  own: "Alias Shelf T Limit _items Count Color Red Green Point Left Top given size Total first rest sum other low high item i query part x z reader e it parsed Local deep",
  same: [
    [
      "order of imports",
      "using System;\nusing System.Collections.Generic;",
      "using System.Collections.Generic;\nusing System;",
    ],
    ["doc comments", "/// <summary>A shelf.</summary>\n", ""],
    ["braces around one statement", "Add(i);", "{ Add(i); }"],
    ["brackets of a parameter", "x => x.Name", "(x) => x.Name"],
    ["brackets", "(3)", "3"],
    ["white space", "{ _items = given; }", "{\n        _items = given;\n    }"],
  ],
  different: [
    ["operator", "item.Price * 2", "item.Price / 2"],
    ["number", "Limit = 10", "Limit = 11"],
    ["method of the world", "WriteLine", "Write"],
    ["import", "Collections.Generic", "Linq"],
    ["missing statement", "continue;", ""],
    ["type", "int sum", "long sum"],
    ["format", "{sum:F2}", "{sum:F3}"],
    ["exception", "catch (Exception e)", "catch (Fault e)"],
    ["modifier", "private readonly", "private"],
  ],
};

/** Laws of the languages with declared types. */
export const compiledLaws: readonly Laws[] = [go, rust, java, csharp];

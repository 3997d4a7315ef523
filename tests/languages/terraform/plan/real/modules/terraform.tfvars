stores = {
  ledger  = { readers = ["111122223333", "444455556666"] }
  archive = { versioned = false }
}

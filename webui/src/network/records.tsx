import { useQuery } from "@tanstack/react-query"
import { useState, type FormEvent } from "react"
import { t } from "../text"
import { Button } from "../ui/button"
import { Card } from "../ui/card"
import { errorOf, Failure } from "../ui/failure"
import { Field } from "../ui/field"
import { records, useAddRecord, useRemoveRecord } from "./queries"

function Add() {
  const [name, setName] = useState("")
  const [target, setTarget] = useState("")
  const add = useAddRecord()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    // What has a dot or a colon and only the characters of an address is one.
    const addresses = target.split(/[\s,]+/).filter(Boolean)
    const areAddresses = addresses.every((each) => /^[\d.]+$|:/.test(each))
    add.mutate(
      { name: name.trim(), ...(areAddresses ? { addresses } : { alias: target.trim() }) },
      {
        onSuccess: () => {
          setName("")
          setTarget("")
        },
      },
    )
  }
  return (
    <form onSubmit={submit} className="mt-4 grid gap-3">
      <div className="grid gap-3 sm:grid-cols-2">
        <Field
          label={t.network.recordName}
          placeholder="nas"
          error={errorOf(add.error, "/name")}
          required
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <Field
          label={t.network.recordTarget}
          placeholder="192.168.1.20"
          error={errorOf(add.error, "/addresses") ?? errorOf(add.error, "/alias")}
          required
          value={target}
          onChange={(event) => setTarget(event.target.value)}
        />
      </div>
      <Failure error={add.error} fields={["/name", "/addresses", "/alias"]} />
      <Button type="submit" busy={add.isPending}>
        {t.network.addRecord}
      </Button>
    </form>
  )
}

export function Records() {
  const found = useQuery(records)
  const remove = useRemoveRecord()
  return (
    <Card title={t.network.records}>
      <Failure error={found.error ?? remove.error} />
      {found.data?.records.length === 0 && <p className="text-soft">{t.network.noRecords}</p>}
      <ul>
        {found.data?.records.map((record) => (
          <li
            key={record.id}
            className="flex items-center justify-between gap-3 border-b border-line py-1 last:border-0"
          >
            <span className="min-w-0 truncate">
              <span className="font-medium">{record.name}</span>{" "}
              <span className="text-soft">{record.alias || record.addresses.join(", ")}</span>
            </span>
            <Button
              look="quiet"
              aria-label={t.network.removeRecord(record.name)}
              onClick={() => remove.mutate(record.id)}
            >
              {t.peers.remove}
            </Button>
          </li>
        ))}
      </ul>
      <Add />
    </Card>
  )
}

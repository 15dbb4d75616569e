import type { Command } from './args/readArguments.js'

const READING = `Reading CSV: found out where it is not said
  --delimiter SIGN    what stands between fields: , ; | or tab
  --decimal SIGN      the decimal mark: . or ,
  --thousands SIGN    what stands between groups of three digits: . , ' or space
  --comment SIGN      what begins a line that is no data, such as #
  --encoding NAME     how text is stored: utf-8, utf-16le, windows-1252, gb18030, big5, …
  --no-header         the first line is data; the columns are column_1, column_2, …
  --header            the first line names the columns, though it looks like data
  --types LIST        column types, such as date=dd/mm/yyyy,id=text, of any format;
                      for times in numbers excel-days, unix-seconds, unix-milliseconds
`

const COUNTING = `  --status COL=LIST   a column of statuses and those that count, such as
                      order_status=completed,processing; default: where there is such
                      a column, all but cancelled, refunded, failed and the like;
                      none: all count
  --test PATTERN      customers that are tests, as a regular expression; default: ids such
                      as TEST, test_3 or demo1 are left out (the library's cleanOrders
                      leaves out nobody unless told); none: nobody
`

const EXIT_CODES = `Exit codes
  0  done
  1  the file cannot be read or analysed, or the results cannot be written
  2  wrong usage: an unknown option, or columns that cannot be told apart
  70 an error in clientele itself; set CLIENTELE_DEBUG=1 to see where
`

/** What `clientele --help` says. */
export const HELP: string = `clientele: know your customers from your order file.

  clientele analyze orders.csv

reads order lines (CSV, Parquet or Arrow), finds the customer, time, amount and order
columns, and writes into clientele-report/:

  report.html         what matters and what to do next; opens in any browser, offline
  customers.csv       one row a customer: orders, revenue, scores, group, coming worth
  customers.parquet   the same for programs
  charts/*.vl.json    the pictures as Vega-Lite specifications, for notebooks

Commands
  analyze FILE        orders in, a report on the customer base out
  classify FILE -t COLUMN
                      customers in, what kind of customer leaves, answers or buys out
  churn FILE          orders in, who is leaving, why, and what is at stake out
  identify FILE       records of persons in, one customer one record out
  help COMMAND        what a command can be told

  -h, --help          this text
  -v, --version       the version

${EXIT_CODES}`

/** What `clientele analyze --help` says. */
const ANALYZE_HELP = `clientele analyze FILE [options]
clientele analyze --engine WHERE --table NAME [options]

FILE is a CSV (also gzipped), Parquet or Arrow file, a folder, or a quoted pattern
('orders/*.csv'). Each row is an order line or an order.

Orders in a database: cleaned, summed up and scored there. What comes here: the customers,
the audit, and of the orders that count customer, time, number and amount, one row an
order (a line each where no column has its number; by product with --product), since
cohorts, the forecast's trial and churn are learned from them. Ctrl-C stops the database
  --engine WHERE      duckdb:shop.db, postgres://…, clickhouse://… or spark://…
  --table NAME        the table of orders; schema.table where it lies in a schema
                      A token for Spark is taken from the variable SPARK_TOKEN of the
                      environment: the arguments of a process are seen by others

Columns: found by name and type; say which where that fails
  --customer NAME     who bought
  --time NAME         when
  --amount NAME       what the line is worth; or
  --quantity NAME --price NAME
  --order NAME        the order's number; without it each row is an order
  --product NAME      what was bought; only for --refunds net

What counts
  --as-of DAY         count up to this day (2025-01-31); default: the last order's day
                      that is not in the future
  --refunds HOW       drop (default), net (take them off purchases), or keep
${COUNTING}  --time-zone ZONE    whose calendar days, for times with a zone; default: UTC

${READING}
What customers will be worth: p_alive, expected_purchases and clv of each
  --horizon MONTHS    how far ahead; default: 12
  --discount RATE     what money is worth less a year later; default: 0.1
  --no-lifetime       leave it out

Groups in the customer base: cluster and group of each, found by who is alike
  --groups N          how many; default: found out, from 3 to 6
  --no-groups         leave them out

Who is leaving: stage, churn_probability, churn_drivers and value_at_risk of each
  --days N            days without an order that count as having left; default: 90
  --no-churn          leave it out

Results
  -o, --out DIR       where to write; default: clientele-report
  --json              print the figures to stdout as JSON; nothing is written
                      unless --out says where
  --lang LANG         language of the report: en (default) or zh
  --currency CODE     currency of amounts, such as EUR; default: plain numbers
  --threads N         default: as many as there are processors
  -q, --quiet         say nothing but errors

${EXIT_CODES}
Examples
  clientele analyze orders.csv --currency EUR
  clientele analyze sales.parquet --customer client_id --time day --amount total
  clientele analyze orders.csv --json | jq .totals
  clientele analyze --engine duckdb:shop.db --table orders
`

/** What `clientele classify --help` says. */
const CLASSIFY_HELP = `clientele classify FILE --target COLUMN [options]

FILE is a CSV (also gzipped), Parquet or Arrow file with one row a customer. The target says
who left, answered or bought (true/false, 1/0, yes/no, or text), or how much (a number).

Writes into clientele-classes/:
  report.html         the tree, what drives the outcome, whom to ask first, and how good
                      this is on customers that were not learned from
  customers.csv       the table with predicted, probability and leaf; .parquet the same
  rules.csv           the tree's rules in words
  model.json          the boosted model, and tree.json the tree, for loadModel
  charts/*.vl.json    the pictures as Vega-Lite specifications

What to learn
  -t, --target NAME   the column to explain
  --positive VALUE    the class that is asked about, where it is not plain
  --features LIST     the columns to learn from; default: all but ids, dates and predictions
  --without LIST      columns not to learn from, such as what is known only afterwards
  --weights NAME      a column of weights

${READING}
Results
  -o, --out DIR       where to write; default: clientele-classes
  --json              print the figures to stdout as JSON; nothing is written
                      unless --out says where
  --lang LANG         language of the report: en (default) or zh
  --threads N         default: as many as there are processors
  -q, --quiet         say nothing but errors

${EXIT_CODES}
Examples
  clientele classify customers.csv --target churned
  clientele classify telco.csv -t Churn --positive Yes --without TotalCharges --json | jq .rules
`

/** What `clientele churn --help` says. */
const CHURN_HELP = `clientele churn FILE [options]

FILE is a CSV (also gzipped), Parquet or Arrow file of orders or order lines. Learns from the
past who does not come back, tests that on customers whom it has not seen, and scores those of today.

Writes into clientele-churn/:
  report.html         how many are leaving, whom to contact first, why, and how far to believe it
  alerts.csv          the warning list: who is likely to leave and not gone yet, by value at risk
  customers.csv       all customers: stage, probability, reasons; .parquet the same
  model.json          the model, for loadModel
  charts/*.vl.json    the pictures as Vega-Lite specifications

Who counts as leaving
  --days N            days without an order: default 90
  --enter P           from which probability on a customer is on the list: default 0.7
  --previous FILE     customers.parquet of the last run: says who is new on the list, and keeps
                      those on it whose probability has hardly fallen
  --as-of DATE        the last day that is known about; default: that of the last order

Columns: found by name and type; say which where that fails
  --customer NAME, --time NAME, --amount NAME (or --quantity NAME and --price NAME),
  --order NAME, --product NAME

What counts
${COUNTING}  --time-zone ZONE    whose calendar days count, for times that carry a zone

${READING}
Results
  -o, --out DIR       where to write; default: clientele-churn
  --json              print the figures and how good the model is to stdout as JSON; nothing
                      is written unless --out says where
  --lang LANG         language of the report and of reasons: en (default) or zh
  --currency CODE     currency of amounts, such as EUR; default: plain numbers
  --threads N         default: as many as there are processors
  -q, --quiet         say nothing but errors

${EXIT_CODES}
Examples
  clientele churn orders.parquet
  clientele churn orders.csv --days 180 --previous last/customers.parquet
`

/** What `clientele identify --help` says. */
const IDENTIFY_HELP = `clientele identify FILE [options]

FILE is a CSV (also gzipped), Parquet or Arrow file of records of persons, such as exports of
several systems one below the other. Finds which records are one customer: without labels,
rules or thresholds by hand.

Writes into clientele-identity/:
  report.html         how many customers there are, how sure that is, and what tells them apart
  customers.csv       each record with its customer_id and match_probability; .parquet the same.
                      A customer_id that the file has already is kept as customer_id_given
  golden.csv          one row a customer, each value with the record that it is from;
                      placeholders such as 00.00.0000 only where there is nothing else
  review.csv          the pairs that somebody should look at: fill in is_match
  model.json          the model, for loadModel and indexRecords. It holds names, addresses and
                      dates that two records or more share: keep it as safe as the records, or
                      say --no-values
  charts/*.vl.json    the pictures as Vega-Lite specifications
In CSV, text that a spreadsheet would run (it begins with = + - or @, such as +44 …) has an
apostrophe before it; customers.parquet has it as it is.

What the columns hold: found by name and content; say so where that fails
  --fields LIST       such as first=given_name,last=surname,born=date_of_birth; kinds are
                      given_name, surname, full_name, email, phone, date_of_birth, street,
                      street_number, postcode, city, id, number, text, exact
  --id NAME           what identifies a record; default: a column such as record_id where all
                      differ, else records are numbered from 1 in a column record
  --source NAME       where a record is from, for --one-per-source and golden records
  --one-per-source    no source has a person twice: a customer has one record from each
  --time NAME         when a record was last true: golden records take the latest value

How
  --threshold P       how sure a merge must be, from 0.05 to 1; default: auto, the lowest from
                      0.5 on whose expected F1 is as good as the best
  --answers FILE      a review.csv with is_match filled in: what is learned takes the answers
                      as known, true pairs go together, false ones do not. Records are found
                      by the column that identifies them
  --review N          how many pairs to ask about; default: 100
  --no-values         model.json keeps no value of any record; in new records rare names then
                      weigh no more than common ones

${READING}
Results
  -o, --out DIR       where to write; default: clientele-identity
  --json              print the figures to stdout as JSON; nothing is written unless --out
                      says where
  --lang LANG         language of the report: en (default) or zh
  --threads N         default: as many as there are processors
  -q, --quiet         say nothing but errors

${EXIT_CODES}
Examples
  clientele identify customers.csv
  clientele identify all.parquet --source system --one-per-source --answers review.csv
`

/** What help on a command says. */
export const HELP_ON: Readonly<Record<Command, string>> = {
  analyze: ANALYZE_HELP,
  classify: CLASSIFY_HELP,
  churn: CHURN_HELP,
  identify: IDENTIFY_HELP,
}

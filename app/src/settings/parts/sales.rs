use leptos::prelude::*;
use model::settings::{
    AfterEdit, CustomerSettings, ExtraNominals, RefundSettings, SkipRules, UnlinkedItem, WithoutOrder,
};

use crate::settings::Part;
use crate::settings::fields::{PickField, SeveralField, Suggestions, TextField, TickField, WordField};
use crate::settings::form::{PartForm, Saver};
use crate::settings::view::{Choices, Names, OrderForm};

const UNLINKED: &[(UnlinkedItem, &str)] =
    &[(UnlinkedItem::Wait, "makes the order wait"), (UnlinkedItem::FreeText, "is posted as text")];
const EDITED: &[(AfterEdit, &str)] = &[
    (AfterEdit::AskAPerson, "asks a person to look"),
    (AfterEdit::KeepPosted, "keeps the order as posted, with a warning"),
];
const WITHOUT_ORDER: &[(WithoutOrder, &str)] = &[
    (WithoutOrder::StandAlone, "becomes a credit of its own"),
    (WithoutOrder::AskAPerson, "asks a person to look"),
];
/// The id of the list of nominal codes.
const NOMINALS: &str = "nominal-codes";

/// How sales become sales orders.
#[component]
pub fn OrderPart(form: OrderForm, names: Names, saver: Saver) -> impl IntoView {
    let problem = Choices::first_problem(&[
        &names.statuses,
        &names.tax_codes,
        &names.methods,
        &names.shipping_methods,
        &names.staff,
        &names.employees,
        &names.registers,
    ]);
    view! {
        <PartForm part=Part::Orders saver problem about="How a sale becomes a sales order.">
            <Suggestions id=NOMINALS choices=names.nominals.clone()/>
            <NewOrders form=form.clone() statuses=names.statuses/>
            <h3>"Money that is no goods"</h3>
            <MoneyFields form=form.clone() tax_codes=names.tax_codes methods=names.methods/>
            <h3>"Sending off"</h3>
            <TickField name="fulfil" label="Send every order off at once" on=form.fulfil
                says="The goods have left with the customer: a goods-out note is made and marked as shipped."/>
            <div class="fields">
                <PickField name="shipping_method" label="Shipping method" value=form.shipping_method choices=names.shipping_methods none="Not chosen"
                    says="What the goods-out notes name; orders wait for it while they are sent off at once."/>
                <PickField name="staff_contact" label="Shipped by" value=form.staff_contact choices=names.staff none="Not chosen"
                    says="The member of staff in whose name goods leave; Brightpearl asks for one."/>
            </div>
            <h3>"Sales that are no sales"</h3>
            <p class="quiet">"Sales of these are skipped, such as staff trying a till out. They stay in the log."</p>
            <SkipFields skip=form.skip employees=names.employees registers=names.registers shops=names.shops/>
        </PartForm>
    }
    .into_any()
}

#[component]
fn NewOrders(form: OrderForm, statuses: Choices) -> impl IntoView {
    view! {
        <div class="fields">
            <PickField name="status" label="Status of a new order" value=form.status choices=statuses none="The account's default"
                says="Every order begins with it in Brightpearl."/>
            <TextField name="nominal" label="Nominal code of goods" value=form.nominal list=NOMINALS placeholder="The product's own"
                says="Where the revenue of goods is booked."/>
            <TextField name="exchange_rate" label="Exchange rate to the base currency" value=form.exchange_rate placeholder="Same currency"
                says="Orders keep the till's currency and are valued at this rate."/>
            <WordField name="unlinked_item" label="A line whose item is not linked" value=form.unlinked_item options=UNLINKED
                says="Text lines move no stock and cannot be credited by product."/>
            <WordField name="edited" label="A sale changed after it was posted" value=form.edited options=EDITED
                says="What happens when a till edits a sale whose order is in Brightpearl already."/>
        </div>
        <TickField name="reserve" label="Reserve the goods of every order" on=form.reserve
            says="Keeps Brightpearl from selling the same pieces again until the order is sent off."/>
    }
    .into_any()
}

#[component]
fn MoneyFields(form: OrderForm, tax_codes: Choices, methods: Choices) -> impl IntoView {
    let ExtraNominals { gift_card, deposit, tip, fee, charge } = form.nominals;
    view! {
        <div class="fields">
            <PickField name="untaxed_code" label="Tax code of rows without tax" value=form.untaxed_code choices=tax_codes none="Not chosen"
                says="What tips, gift cards, deposits and rounding are posted with."/>
            <PickField name="clearing_method" label="Payment method of exchanges" value=form.clearing_method choices=methods none="Not chosen"
                says="Pays the order and the credit of one exchange with each other, so that both balance."/>
            <TextField name="nominal_gift_card" label="Gift cards sold" value=gift_card list=NOMINALS
                says="The nominal code of what is owed to holders of gift cards."/>
            <TextField name="nominal_deposit" label="Deposits on account" value=deposit list=NOMINALS
                says="The nominal code of what customers paid in on their accounts."/>
            <TextField name="nominal_tip" label="Tips" value=tip list=NOMINALS
                says="The nominal code of tips, which belong to staff."/>
            <TextField name="nominal_fee" label="Fees of an item" value=fee list=NOMINALS placeholder="As goods"
                says="The nominal code of fees such as recycling."/>
            <TextField name="nominal_charge" label="Charges without an item" value=charge list=NOMINALS placeholder="As goods"
                says="The nominal code of what was typed in at the till."/>
            <TextField name="rounding_nominal" label="Rounding" value=form.rounding_nominal list=NOMINALS
                says="The nominal code of pennies between the lines and the total."/>
        </div>
    }
    .into_any()
}

#[component]
fn SkipFields(skip: SkipRules, employees: Choices, registers: Choices, shops: Choices) -> impl IntoView {
    let SkipRules { employees: people, customers, registers: tills, shops: left_out } = skip;
    view! {
        <div class="rules">
            <SeveralField name="skip_employees" label="Rung up by" chosen=people choices=employees/>
            <SeveralField name="skip_shops" label="In the shop" chosen=left_out choices=shops/>
            <SeveralField name="skip_registers" label="At the register" chosen=tills choices=registers/>
            <TextField name="skip_customers" label="To the customers" value=customers.join(", ") placeholder="None"
                says="Customer ids at the till, parted by commas."/>
        </div>
    }
    .into_any()
}

/// How returns become sales credits.
#[component]
pub fn RefundPart(form: RefundSettings, statuses: Choices, saver: Saver) -> impl IntoView {
    let RefundSettings { status, do_not_restock, without_order } = form;
    view! {
        <PartForm part=Part::Refunds saver problem=statuses.problem.clone() about="How a return becomes a sales credit.">
            <div class="fields">
                <PickField name="refund_status" label="Status of a new credit" value=status choices=statuses none="The account's default"
                    says="Every credit begins with it in Brightpearl."/>
                <WordField name="without_order" label="A return whose sale has no order" value=without_order options=WITHOUT_ORDER
                    says="What happens to goods of a sale that was skipped or is older than go-live."/>
            </div>
            <TickField name="restock" label="Book returned goods in again" on={!do_not_restock}
                says="They come back into the shop's warehouse, as the till does it; otherwise they stay out of stock."/>
        </PartForm>
    }
    .into_any()
}

/// How customers become contacts.
#[component]
pub fn CustomerPart(form: CustomerSettings, saver: Saver) -> impl IntoView {
    let CustomerSettings { match_by_phone, default_country } = form;
    view! {
        <PartForm part=Part::Customers saver about="How a customer of the till becomes a contact.">
            <div class="fields">
                <TextField name="default_country" label="Country where the till knows none" value=default_country placeholder="GB"
                    says="Two or three letters; Brightpearl takes no address without a country."/>
            </div>
            <TickField name="match_by_phone" label="Take a contact of the same name and telephone where the e-mail finds none" on=match_by_phone
                says="Finds more people again, at the risk of two who share a name and a telephone."/>
        </PartForm>
    }
    .into_any()
}

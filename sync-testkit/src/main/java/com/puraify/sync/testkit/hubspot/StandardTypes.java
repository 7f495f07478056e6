package com.puraify.sync.testkit.hubspot;

import java.time.Instant;
import java.util.List;

/** The types that every portal has, with the properties that matter. */
final class StandardTypes {
  private StandardTypes() {}

  static List<ObjectType> all(Instant at) {
    return List.of(contacts(at), companies(at), deals(at), tickets(at));
  }

  private static ObjectType contacts(Instant at) {
    ObjectType type = new ObjectType("0-1", "contact", "contacts", "Contact", "Contacts", at);
    common(type);
    text(type, "email", "Email");
    text(type, "firstname", "First Name");
    text(type, "lastname", "Last Name");
    type.add(new PropertySpec("phone", "string", "phonenumber", "Phone Number"));
    text(type, "company", "Company Name");
    text(type, "jobtitle", "Job Title");
    text(type, "website", "Website URL");
    text(type, "city", "City");
    type.add(new PropertySpec("hs_additional_emails", "enumeration", "checkbox", "Emails"))
        .readOnly();
    type.add(new PropertySpec("associatedcompanyid", "number", "number", "Primary Company ID"))
        .readOnly()
        .refersTo("COMPANY");
    lifecycle(type);
    type.calculatedProperty = "hs_predictivecontactscore_v2";
    score(type, "hs_predictivecontactscore_v2", "Likelihood to close");
    type.primaryDisplay = "email";
    type.defaults.addAll(
        List.of(
            "createdate", "email", "firstname", "hs_object_id", "lastmodifieddate", "lastname"));
    return type;
  }

  private static ObjectType companies(Instant at) {
    ObjectType type = new ObjectType("0-2", "company", "companies", "Company", "Companies", at);
    common(type);
    text(type, "name", "Company name");
    text(type, "domain", "Company Domain Name");
    type.add(new PropertySpec("phone", "string", "phonenumber", "Phone Number"));
    text(type, "city", "City");
    type.add(new PropertySpec("description", "string", "textarea", "Description"));
    type.add(new PropertySpec("numberofemployees", "number", "number", "Number of Employees"));
    type.add(new PropertySpec("annualrevenue", "number", "number", "Annual Revenue"));
    type.add(new PropertySpec("industry", "enumeration", "select", "Industry"))
        .option("COMPUTER_SOFTWARE", "Computer Software")
        .option("EDUCATION", "Education")
        .option("RETAIL", "Retail");
    lifecycle(type);
    type.calculatedProperty = "hs_total_deal_value";
    score(type, "hs_total_deal_value", "Total open deal value");
    type.requiredAny.addAll(List.of("name", "domain"));
    type.defaults.addAll(
        List.of("createdate", "domain", "hs_lastmodifieddate", "hs_object_id", "name"));
    return type;
  }

  private static ObjectType deals(Instant at) {
    ObjectType type = new ObjectType("0-3", "deal", "deals", "Deal", "Deals", at);
    common(type);
    text(type, "dealname", "Deal Name");
    type.add(new PropertySpec("amount", "number", "number", "Amount"));
    type.add(new PropertySpec("closedate", "datetime", "date", "Close Date"));
    type.add(new PropertySpec("pipeline", "enumeration", "select", "Pipeline"));
    type.add(new PropertySpec("dealstage", "enumeration", "radio", "Deal Stage"));
    type.add(new PropertySpec("dealtype", "enumeration", "radio", "Deal Type"))
        .option("newbusiness", "New Business")
        .option("existingbusiness", "Existing Business");
    type.add(new PropertySpec("description", "string", "textarea", "Deal Description"));
    type.add(new PropertySpec("hs_deal_stage_probability", "number", "number", "Deal probability"))
        .calculated();
    type.add(new PropertySpec("hs_is_closed", "bool", "booleancheckbox", "Is Deal Closed?"))
        .calculated();
    type.calculatedProperty = "hs_projected_amount";
    score(type, "hs_projected_amount", "Deal probability times amount");
    type.required.addAll(List.of("dealname", "dealstage", "pipeline"));
    type.primaryDisplay = "dealname";
    type.pipelines.put(
        "default",
        new Pipeline(
            "default",
            "Sales Pipeline",
            0,
            List.of(
                new Pipeline.Stage(
                    "appointmentscheduled", "Appointment Scheduled", 0, "0.2", false),
                new Pipeline.Stage("qualifiedtobuy", "Qualified To Buy", 1, "0.4", false),
                new Pipeline.Stage("contractsent", "Contract Sent", 2, "0.9", false),
                new Pipeline.Stage("closedwon", "Closed Won", 3, "1.0", true),
                new Pipeline.Stage("closedlost", "Closed Lost", 4, "0.0", true))));
    type.defaults.addAll(
        List.of(
            "amount",
            "closedate",
            "createdate",
            "dealname",
            "dealstage",
            "hs_lastmodifieddate",
            "hs_object_id",
            "pipeline"));
    return type;
  }

  private static ObjectType tickets(Instant at) {
    ObjectType type = new ObjectType("0-5", "ticket", "tickets", "Ticket", "Tickets", at);
    common(type);
    text(type, "subject", "Ticket name");
    type.add(new PropertySpec("content", "string", "textarea", "Ticket description"));
    type.add(new PropertySpec("hs_pipeline", "enumeration", "select", "Pipeline"));
    type.add(new PropertySpec("hs_pipeline_stage", "enumeration", "select", "Ticket status"));
    type.add(new PropertySpec("hs_ticket_category", "enumeration", "checkbox", "Category"))
        .option("PRODUCT_ISSUE", "Product Issue")
        .option("BILLING_ISSUE", "Billing Issue")
        .option("GENERAL_INQUIRY", "General Inquiry");
    type.add(new PropertySpec("hs_ticket_priority", "enumeration", "select", "Priority"))
        .option("LOW", "Low")
        .option("MEDIUM", "Medium")
        .option("HIGH", "High");
    type.calculatedProperty = "time_to_close";
    score(type, "time_to_close", "Time to close");
    type.required.addAll(List.of("subject", "hs_pipeline", "hs_pipeline_stage"));
    type.primaryDisplay = "subject";
    type.pipelines.put(
        "0",
        new Pipeline(
            "0",
            "Support Pipeline",
            0,
            List.of(
                new Pipeline.Stage("1", "New", 0, null, false),
                new Pipeline.Stage("2", "Waiting on contact", 1, null, false),
                new Pipeline.Stage("3", "Waiting on us", 2, null, false),
                new Pipeline.Stage("4", "Closed", 3, null, true))));
    type.defaults.addAll(
        List.of(
            "subject",
            "content",
            "hs_pipeline",
            "hs_pipeline_stage",
            "hs_ticket_category",
            "hs_ticket_priority",
            "createdate",
            "hs_lastmodifieddate",
            "hs_object_id"));
    return type;
  }

  /** Defines what every type has. */
  static void common(ObjectType type) {
    type.add(new PropertySpec("hs_object_id", "number", "number", "Record ID")).readOnly();
    type.add(new PropertySpec(type.createdProperty(), "datetime", "date", "Create Date"))
        .readOnly();
    type.add(new PropertySpec(type.modifiedProperty(), "datetime", "date", "Last Modified Date"))
        .readOnly();
    type.add(new PropertySpec("hs_merged_object_ids", "enumeration", "checkbox", "Merged IDs"))
        .readOnly();
    type.add(new PropertySpec("hubspot_owner_id", "enumeration", "select", "Owner"))
        .refersTo("OWNER");
    for (PropertySpec property : type.properties.values()) {
      property.groupName = type.name + "information";
    }
  }

  static void score(ObjectType type, String name, String label) {
    type.add(new PropertySpec(name, "number", "calculation_equation", label)).calculated();
  }

  private static void lifecycle(ObjectType type) {
    type.add(new PropertySpec("lifecyclestage", "enumeration", "radio", "Lifecycle Stage"))
        .option("subscriber", "Subscriber")
        .option("lead", "Lead")
        .option("marketingqualifiedlead", "Marketing Qualified Lead")
        .option("salesqualifiedlead", "Sales Qualified Lead")
        .option("opportunity", "Opportunity")
        .option("customer", "Customer")
        .option("evangelist", "Evangelist")
        .option("other", "Other");
  }

  private static void text(ObjectType type, String name, String label) {
    type.add(new PropertySpec(name, "string", "text", label));
  }
}

package com.puraify.sync.testkit.notion;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The properties that Notion fills in itself; and the button, which holds nothing. */
enum SystemProperty implements PropertyType {
  CREATED_TIME,
  LAST_EDITED_TIME,
  CREATED_BY,
  LAST_EDITED_BY,
  BUTTON;

  String type() {
    return name().toLowerCase(Locale.ROOT);
  }

  @Override
  public JsonNode show(Reading reading, PropertySpec property) {
    PageRecord page = reading.page();
    PageState state = reading.state();
    return switch (this) {
      case CREATED_TIME -> Json.text(Dates.minute(page.createdAt));
      case LAST_EDITED_TIME -> Json.text(Dates.minute(state.editedAt()));
      case CREATED_BY -> UserView.show(reading.workspace(), page.createdBy);
      case LAST_EDITED_BY -> UserView.show(reading.workspace(), state.editedBy());
      case BUTTON -> Json.object();
    };
  }

  @Override
  public @Nullable Object logical(Reading reading, PropertySpec property) {
    return switch (this) {
      case CREATED_TIME, LAST_EDITED_TIME -> show(reading, property).textValue();
      case CREATED_BY -> reading.page().createdBy;
      case LAST_EDITED_BY -> reading.state().editedBy();
      case BUTTON -> null;
    };
  }
}
